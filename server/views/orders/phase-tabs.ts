import type { PhaseCount } from "@/db/queries/lists/orders";
import type { Phase } from "@/server/domain/orders/phase";

/** The tabs of the order list. Every phase is in exactly one, so the counts partition the total. */
export const PHASE_GROUPS = {
  to_accept: ["to_pay", "to_accept", "to_review"],
  to_release: ["to_release", "waiting_merge"],
  picking: ["to_pick", "picking"],
  ready: ["ready"],
  delivering: ["delivering"],
  held: ["held", "changing"],
  trouble: ["short", "delivery_problem", "returning"],
  done: ["done"],
  cancelled: ["cancelled", "closed", "refunded"],
} as const satisfies Record<string, readonly Phase[]>;

export type PhaseGroup = keyof typeof PHASE_GROUPS;
export const GROUPS = Object.keys(PHASE_GROUPS) as PhaseGroup[];

type PhaseTab = { group: PhaseGroup; count: number; isFloor: boolean };
type PhaseTabs = { total: number; isFloor: boolean; tabs: PhaseTab[] };

/**
 * Counts per phase as tabs.
 *
 * @returns every tab, in order, empty ones too; the counts sum to `total`. A floor means "at least"
 */
export function toPhaseTabs(counts: readonly PhaseCount[]): PhaseTabs {
  const tabs = GROUPS.map((group): PhaseTab => {
    const phases: readonly Phase[] = PHASE_GROUPS[group];
    const mine = counts.filter((c) => phases.includes(c.phase));
    return {
      group,
      count: mine.reduce((sum, c) => sum + c.n, 0),
      isFloor: mine.some((c) => c.isFloor),
    };
  });
  return {
    total: tabs.reduce((sum, tab) => sum + tab.count, 0),
    isFloor: tabs.some((tab) => tab.isFloor),
    tabs,
  };
}
