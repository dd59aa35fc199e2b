import type { LoopBoard } from "../domain/live/loop-board";
import { causeOf } from "../pipelines/apart";
import type { Log } from "../pipelines/deps";

/** Whose loop it is: where faults are told. */
type LoopHost = { log: Log; loops: LoopBoard };
export type Loop = { stop: () => Promise<void>; poke: () => void };

/** The shortest rest after a round that found nothing. */
const LEAST_MS = 15;
const FAULT_MS = 250;
const FAULT_MS_MAX = 5_000;

/** What a round did, and how long it took. */
export type Round = { done: number; tookMs: number };

type LoopWork = {
  /** Returns how much it did. */
  work: (turn: number) => Promise<number>;
  /** How long to wait when it did nothing; `poke` ends that rest. */
  restMs: number;
  /** How long to wait after work that did something: what comes in meanwhile is done together. */
  paceMs?: (round: Round) => number;
};

/**
 * Do a thing again and again: at once while there is work, after a rest when there is none, after a growing while when
 * it failed. One failure never ends the loop.
 */
export function startLoop(
  name: string,
  { log, loops }: LoopHost,
  { restMs, work, paceMs = () => 0 }: LoopWork,
): Loop {
  const rest = restful();
  const run = async (): Promise<void> => {
    let faults = 0;
    for (let turn = 0; !rest.ended(); turn += 1) {
      rest.begin();
      const since = performance.now();
      try {
        const done = await work(turn);
        if (faults > 0) loops.worked(name);
        faults = 0;
        if (done === 0) await rest.take(restMs);
        else await rest.keep(paceMs({ done, tookMs: performance.now() - since }));
      } catch (error) {
        faults += 1;
        const cause = causeOf(error);
        loops.failed(name, cause);
        log.warn({ name, cause }, "loop will try again");
        await rest.keep(Math.min(FAULT_MS_MAX, FAULT_MS * 2 ** Math.min(faults, 5)));
      }
    }
  };
  const ended = run();
  return {
    poke: rest.poke,
    stop: () => {
      rest.end();
      return ended;
    },
  };
}

/** Rests of one loop, by one timer: a loop that is poked a hundred times a second must not make a signal each time. */
function restful() {
  let poked = false;
  let stopped = false;
  let wake: (() => void) | null = null;
  let deaf = false;
  const sleep = (ms: number, isDeaf: boolean): Promise<void> =>
    new Promise((resolve) => {
      deaf = isDeaf;
      const done = () => {
        clearTimeout(timer);
        wake = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      wake = done;
    });
  return {
    ended: () => stopped,
    /** Pokes from here on belong to the round that begins. */
    begin: () => {
      poked = false;
    },
    /** Until the time is over or somebody pokes; a moment at least, for who pokes often may have nothing to show yet. */
    take: async (ms: number) => {
      if (stopped) return;
      const least = Math.min(LEAST_MS, ms);
      await sleep(least, true);
      if (!poked && !stopped) await sleep(ms - least, false);
    },
    /** Until the time is over, whoever pokes. */
    keep: async (ms: number) => {
      if (ms > 0 && !stopped) await sleep(ms, true);
    },
    poke: () => {
      poked = true;
      if (!deaf) wake?.();
    },
    end: () => {
      stopped = true;
      wake?.();
    },
  };
}
