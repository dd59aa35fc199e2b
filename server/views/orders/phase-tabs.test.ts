import { expect, test } from "vitest";
import { PHASES } from "@/server/domain/orders/phase";
import { GROUPS, PHASE_GROUPS, toPhaseTabs } from "./phase-tabs";

test("tabs: every phase is in exactly one tab", () => {
  const all = GROUPS.flatMap((group) => [...PHASE_GROUPS[group]]);
  expect([...all].sort()).toEqual([...PHASES].sort());
});

test("tabs: counts sum to the total, whatever the phases", () => {
  const counts = PHASES.map((phase, i) => ({ phase, n: i * 7 + 1, isFloor: false }));
  const { total, tabs, isFloor } = toPhaseTabs(counts);
  expect(total).toBe(counts.reduce((sum, c) => sum + c.n, 0));
  expect(tabs.reduce((sum, tab) => sum + tab.count, 0)).toBe(total);
  expect(isFloor).toBe(false);
  expect(toPhaseTabs([])).toMatchObject({ total: 0 });
});

test("tabs: a count that stopped at its limit says so, in its tab and in the total", () => {
  const { tabs, isFloor } = toPhaseTabs([
    { phase: "done", n: 9_000, isFloor: true },
    { phase: "picking", n: 12, isFloor: false },
  ]);
  expect(isFloor).toBe(true);
  expect(tabs.filter((tab) => tab.isFloor).map((tab) => tab.group)).toEqual(["done"]);
});
