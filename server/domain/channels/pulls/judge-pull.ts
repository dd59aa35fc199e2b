import type { Decoded } from "../message";

/** A detail to fetch. `attempts` counts this one; `refunds` were announced, and the answer has to show them. */
export type Pull = {
  accountId: number;
  externalNo: string;
  lane: number;
  attempts: number;
  refunds: string[];
  /** Names this taking of it: whoever asks for the same meanwhile makes it another. */
  claim: string;
};

/** Not this time: why, and again after so many milliseconds. */
type Again = { error: string; retryMs: number };

/** A platform that says so often "no such order" is believed; people are told. */
const REFUSED_TRIES = 5;
/** Trouble that does not pass in an hour is people's; the platform is asked again for what it lists. */
const TRIES_MAX = 60;
/** Degraded data is asked for again so often; then what there is has to do. */
const DEGRADED_TRIES = 4;
const DEGRADED_MS = [5_000, 30_000, 120_000];
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 60_000];
const REFUSED_MS = 300_000;

/**
 * Whether an answer is worth keeping: parts may be missing on the platform's side, and refunds that it announced.
 *
 * @param said what the answer says
 * @returns null to keep it, whatever it lacks when it was asked for often enough: `missing` are refunds it does not show
 */
export function judgeDetail(
  { attempts, refunds }: Pick<Pull, "attempts" | "refunds">,
  said: readonly Decoded[],
): { again: Again | null; missing: string[]; isLast: boolean } {
  const { isDegraded, missing } = lookAt(said, refunds);
  const isLast = attempts >= DEGRADED_TRIES;
  const lacks = isDegraded ? "平台数据降级" : missing.length > 0 ? "退款明细还查不到" : null;
  const retryMs = DEGRADED_MS[attempts - 1] ?? 120_000;
  return { again: isLast || lacks === null ? null : { error: lacks, retryMs }, missing, isLast };
}

function lookAt(
  said: readonly Decoded[],
  refunds: readonly string[],
): { isDegraded: boolean; missing: string[] } {
  const orders = said.flatMap((d) => (d.type === "order" ? [d.order] : []));
  const shown = new Set(
    said.flatMap((d) => (d.type === "fact" && d.fact.kind === "refund" ? [d.fact.refundId] : [])),
  );
  // With a cancel all of it goes back, and no refund of parts is listed.
  const isOver = orders.some((o) => o.trade === "cancelled");
  return {
    isDegraded: said.some((d) => d.type === "pull") || orders.some((o) => o.degraded),
    missing: isOver ? [] : refunds.filter((id) => !shown.has(id)),
  };
}

/**
 * What becomes of a fetch that failed: soon given up where the platform says no, after an hour where it says nothing of use.
 *
 * @returns null to give it up
 */
export function retryPull(
  { attempts }: Pick<Pull, "attempts">,
  { cause, isPassing }: { cause: string; isPassing: boolean },
): Again | null {
  if (attempts >= (isPassing ? TRIES_MAX : REFUSED_TRIES)) return null;
  const wait = RETRY_MS[Math.min(attempts, RETRY_MS.length) - 1] ?? 60_000;
  return { error: cause, retryMs: isPassing ? wait : REFUSED_MS };
}
