import type { OrderFilter, OrderFlag } from "@/db/queries/lists/order-filter";
import { businessDayOf, type Instant } from "@/server/domain/kernel/instant";
import type { Phase } from "@/server/domain/orders/phase";
import { parseSearch } from "./parse-search";
import { PHASE_GROUPS, type PhaseGroup } from "./phase-tabs";

/** What the list's address says. Days are Shanghai business days. */
export type OrderQuestion = {
  /** today, yesterday, 7d, or two days as `2026-11-01..2026-11-03`, both included. */
  range: string;
  group: PhaseGroup | null;
  phases: Phase[];
  channels: string[];
  storeId: number | null;
  minFen: number | null;
  maxFen: number | null;
  flags: OrderFlag[];
  search: string;
};

const DAY_MS = 86_400_000;
const DAYS_MAX = 92;

const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/**
 * The moments of a range of days, half-open.
 *
 * @returns today for text that names no days; at most 92 days, the latest ones
 */
export function readRange(range: string, now: number): { fromMs: number; toMs: number } {
  const today = startOf(businessDayOf(now as Instant));
  if (range === "yesterday") return { fromMs: today - DAY_MS, toMs: today };
  if (range === "7d") return { fromMs: today - 6 * DAY_MS, toMs: today + DAY_MS };
  const [first, last] = /^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/.test(range)
    ? range.split("..").map(startOf)
    : [];
  if (first === undefined || last === undefined || !(first <= last)) {
    return { fromMs: today, toMs: today + DAY_MS };
  }
  return { fromMs: Math.max(first, last - (DAYS_MAX - 1) * DAY_MS), toMs: last + DAY_MS };
}

/** A question as the database is asked it. A tab and chosen phases are both held to. */
export function readFilter(
  question: OrderQuestion,
  storeId: number | null,
  now: number,
): OrderFilter {
  const { group, phases } = question;
  const inGroup: readonly Phase[] = group ? PHASE_GROUPS[group] : [];
  const both =
    group && phases.length > 0
      ? inGroup.filter((p) => phases.includes(p))
      : [...inGroup, ...phases];
  const isImpossible = group !== null && phases.length > 0 && both.length === 0;
  return {
    ...readRange(question.range, now),
    storeId,
    channels: question.channels,
    phases: both,
    minFen: question.minFen,
    maxFen: question.maxFen,
    flags: question.flags,
    search: isImpossible ? { kind: "nothing" } : parseSearch(question.search),
  };
}
