import { setTimeout as sleep } from "node:timers/promises";
import type { WireRequest } from "../wire/request";
import type { Answer, HttpClient } from "./http-client";

/** Something to bring to the gateway until it is acknowledged. */
export type Letter = {
  /** Called for every attempt, so that nonce and timestamp are fresh. */
  build(): WireRequest;
  isAcked(answer: Answer): boolean;
  onDone?(outcome: Outcome): void;
  maxAttempts?: number;
};
export type Outcome = {
  kind: "acked" | "refused" | "lost";
  attempts: number;
  answer: Answer | null;
};

export type Postman = {
  post(letter: Letter): void;
  /** Letters that are on the way or wait. */
  pending(): number;
  /** Waits so long for letters on the way, then makes no new attempts; resolves when the running ones are done. */
  stop(graceMs?: number): Promise<void>;
};

type PostmanOptions = {
  client: HttpClient;
  onAttempt?: (attempt: number) => void;
  /** Waiting time after the first failure; doubles up to sixty times that. */
  backoffMs?: number;
  maxAttempts?: number;
  maxActive?: number;
};

const DRAIN_LOOK_MS = 20;

export function createPostman(options: PostmanOptions): Postman {
  const { client, backoffMs = 500, maxAttempts = 40, maxActive = 96 } = options;
  const waiting: Letter[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let isStopped = false;

  const attempt = async (letter: Letter, nth: number): Promise<void> => {
    options.onAttempt?.(nth);
    const answer = await client.call(letter.build()).catch(() => null);
    if (answer !== null && letter.isAcked(answer)) {
      letter.onDone?.({ kind: "acked", attempts: nth, answer });
    } else if (answer !== null && isFinal(answer)) {
      letter.onDone?.({ kind: "refused", attempts: nth, answer });
    } else if (nth >= (letter.maxAttempts ?? maxAttempts)) {
      letter.onDone?.({ kind: "lost", attempts: nth, answer });
    } else if (!isStopped) {
      again(letter, nth);
    }
  };
  const start = (letter: Letter, nth: number): void => {
    const run = attempt(letter, nth).finally(() => {
      running.delete(run);
      const next = isStopped || running.size >= maxActive ? undefined : waiting.shift();
      if (next) start(next, 1);
    });
    running.add(run);
  };
  const again = (letter: Letter, nth: number): void => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        start(letter, nth + 1);
      },
      backoffMs * Math.min(60, 2 ** (nth - 1)),
    );
    timers.add(timer);
  };
  const pending = (): number => waiting.length + running.size + timers.size;
  return {
    post: (letter) => {
      if (isStopped) return;
      if (running.size < maxActive) start(letter, 1);
      else waiting.push(letter);
    },
    pending,
    stop: async (graceMs = 0) => {
      const endMs = Date.now() + graceMs;
      while (Date.now() < endMs && pending() > 0) await sleep(DRAIN_LOOK_MS);
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      waiting.length = 0;
      await Promise.all(running);
    },
  };
}

/** Busy, limited and broken servers are asked again; so is a 200 that isn't the acknowledgement. */
function isFinal(answer: Answer): boolean {
  return answer.status >= 400 && answer.status < 500 && answer.status !== 429;
}
