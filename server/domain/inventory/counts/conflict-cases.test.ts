import { expect, test } from "vitest";
import type { Instant } from "../../kernel/instant";
import { type Conflict, conflictCases } from "./conflict-cases";

const shortfall = { storeId: 3, skuId: 8, missing: 2, orders: [41, 42], holds: 0, left: 0 };
const conflict: Conflict = {
  report: { accountId: 9, reportId: "S1", storeId: 3 },
  variances: [
    { skuId: 7, diff: 60, isSuspicious: true },
    { skuId: 8, diff: -3, isSuspicious: false },
    { skuId: 6, diff: -1, isSuspicious: false },
  ],
  shortfalls: [shortfall],
  skuOf: (skuId) => (skuId === 7 ? undefined : { name: "牛奶", costFen: 1_000, portion: 500 }),
};
const now = 0 as Instant;

test("conflictCases: what is suspicious and what was promised; a difference nobody has to look at is none", () => {
  const cases = conflictCases(conflict, now);
  expect(cases.map((c) => [c.subject, c.cause, c.riskFen])).toEqual([
    ["cell:3:7", "7 实物比账面多 60；已停售，待盘点", 0],
    ["cell:3:8", "牛奶 实物比账面少 3；已承诺的缺 2，影响 2 单", 6],
  ]);
  expect(cases[0]?.data).toEqual({ storeId: 3, skuId: 7, diff: 60, reportId: "S1" });
  expect(cases[1]?.data).toMatchObject({ shortfall });
  expect(cases[1]).toMatchObject({ accountId: 9, storeId: 3, dueAt: 900_000 });
});

test("conflictCases: a report of nobody's account is nobody's case", () => {
  const report = { ...conflict.report, accountId: 0 };
  expect(conflictCases({ ...conflict, report }, now)[0]?.accountId).toBeNull();
});
