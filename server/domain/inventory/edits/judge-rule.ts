import { type PromiseRule, RISKS } from "../promise";

/** Ranks are two digits on the screen. */
const RANK_MAX = 99;

/** Whether a rule is one: a part of the whole, a cap of whole pieces, a risk we have a number for, a rank. */
export function isRule({ shareBps, cap, riskBps, rank }: Omit<PromiseRule, "lagMs">): boolean {
  const isWhole = [shareBps, cap ?? 0, riskBps, rank].every(Number.isSafeInteger);
  const isInRange =
    shareBps >= 0 && shareBps <= 10_000 && (cap ?? 0) >= 0 && rank >= 0 && rank <= RANK_MAX;
  return isWhole && isInRange && RISKS.has(riskBps);
}
