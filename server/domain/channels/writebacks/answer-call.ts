import { draftCase, type NewCase } from "../../exceptions";
import type { Instant } from "../../kernel/instant";

/** A call a channel is owed. `attempts` counts this one; `answer` is what was answered the last time. */
export type Writeback = {
  id: number;
  accountId: number;
  orderId: number;
  externalNo: string;
  trade: string;
  kind: string;
  attempts: number;
  answer: string | null;
};

/** What became of a call; `retryMs` is how long until the next try. */
export type WritebackAnswer = {
  id: number;
  state: "ok" | "failed" | "waiting" | "superseded";
  answer: string;
  retryMs: number;
  /** What the platform has of the order may be something else than what we think. */
  isInDoubt: boolean;
};

/** The last wait is long: together they outlast a platform's own deadline by far. */
const TRIES_MAX = 30;
/** A platform that says no is asked again, with what it has of the order read anew; then its no is believed. */
const REFUSED_TRIES = 4;
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000];
/** So much of a platform's words is kept. */
const ANSWER_MAX = 300;
const LOOK_MINUTES = 5;

/** A call that needs no other try. */
export const endCall = (
  { id }: Writeback,
  state: "ok" | "superseded",
  answer: string,
): WritebackAnswer => ({ id, state, answer, retryMs: 0, isInDoubt: false });

/** Accepted, cancelled or completed meanwhile: there is nothing left to confirm. */
export const isSuperseded = ({ kind, trade }: Writeback): boolean =>
  kind === "confirm" && trade !== "paid";

/**
 * What becomes of a call that was not answered yes: tried again later, or for people. A refusal may mean that the order is
 * no longer what we think ("state already changed"): it is read anew meanwhile, and the next try finds it accepted,
 * cancelled, or refused in the same words.
 *
 * @param cause in the platform's words
 * @param isRefused it said no, and that cannot pass by itself
 */
export function answerTo(
  call: Writeback,
  { cause, isRefused }: { cause: string; isRefused: boolean },
): WritebackAnswer {
  const answer = cause.slice(0, ANSWER_MAX);
  const isFinal = isRefused && call.attempts >= REFUSED_TRIES && call.answer === answer;
  const again = !isFinal && call.attempts < TRIES_MAX;
  const retryMs = RETRY_MS[Math.min(call.attempts, RETRY_MS.length) - 1] ?? 40_000;
  const isInDoubt = isRefused || !again;
  return { id: call.id, state: again ? "waiting" : "failed", answer, retryMs, isInDoubt };
}

/** An answer that cannot be written down: the call is given up with the reason. */
export const givenUp = (answer: WritebackAnswer, cause: string): WritebackAnswer => ({
  ...answer,
  state: "failed",
  answer: cause.slice(0, ANSWER_MAX),
});

/** A call that failed for good is people's: one an order and kind of call. */
export const failedCallCase = (
  call: Writeback,
  { answer }: WritebackAnswer,
  now: Instant,
): NewCase =>
  draftCase({
    code: "WRITEBACK_FAILED",
    subject: `order:${call.orderId}:${call.kind}`,
    orderId: call.orderId,
    accountId: call.accountId,
    cause: `平台单 ${call.externalNo} 回写${call.kind === "confirm" ? "接单" : "取消"}失败：${answer}`,
    data: { attempts: call.attempts, externalNo: call.externalNo, answer },
    dueAt: now + LOOK_MINUTES * 60_000,
  });
