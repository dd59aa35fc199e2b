import { expect, test } from "vitest";
import { changeShelf } from "../books/shelf-change";
import { findVariances, planCount } from "./plan-count";

const line = (skuId: number, qty: number) => ({ skuId, qty, move: null });
const costsOf = (skuId: number) =>
  skuId === 9 ? { costFen: 5_000, portion: 500 } : { costFen: 300, portion: 1 };
const booked = new Map([
  [7, 10],
  [8, 10],
  [9, 5_000],
]);
const snapshot = { id: 4, kind: "snapshot" as const, sentBy: "wms", storeId: 3 };
const count = { ...snapshot, kind: "count" as const };

test("findVariances: lines that differ, by the value of what is missing too; no shelf is no difference", () => {
  const lines = [line(7, 10), line(8, 8), line(6, 3)];
  expect(findVariances(snapshot, lines, { booked, costsOf })).toEqual([
    { skuId: 8, diff: -2, isSuspicious: false },
  ]);
  // Grams: five portions are five pieces.
  expect(findVariances(snapshot, [line(9, 2_600)], { booked, costsOf })).toEqual([
    { skuId: 9, diff: -2_400, isSuspicious: false },
  ]);
  expect(findVariances(snapshot, [line(9, 2_400)], { booked, costsOf })[0]?.isSuspicious).toBe(
    true,
  );
  expect(findVariances(count, [line(9, 0)], { booked, costsOf })[0]?.isSuspicious).toBe(false);
});

test("findVariances: an article without costs counts by pieces", () => {
  expect(
    findVariances(snapshot, [line(7, 4)], { booked, costsOf: () => undefined })[0]?.isSuspicious,
  ).toBe(true);
});

test("planCount: a snapshot books what differs and stops what is suspicious; what is the same stays as it is", () => {
  const variances = [
    { skuId: 8, diff: -2, isSuspicious: false },
    { skuId: 7, diff: 40, isSuspicious: true },
  ];
  const plan = planCount(snapshot, [line(6, 1), line(8, 8), line(7, 50)], variances);
  expect(plan.changes).toEqual([
    changeShelf({ storeId: 3, skuId: 8 }, { onHand: -2 }),
    changeShelf({ storeId: 3, skuId: 7 }, { onHand: 40, stopped: true }),
  ]);
  expect(plan.moves).toMatchObject([
    { skuId: 8, kind: "adjust", delta: -2, ref: "report:4", actor: "wms" },
    { skuId: 7, kind: "adjust", delta: 40 },
  ]);
});

test("planCount: what a person counted and found right is sold again, and nothing is booked for it", () => {
  const plan = planCount(
    count,
    [line(6, 1), line(8, 8)],
    [{ skuId: 8, diff: -2, isSuspicious: false }],
  );
  expect(plan.changes[1]).toEqual(changeShelf({ storeId: 3, skuId: 6 }, { stopped: false }));
  expect(plan.moves.map((m) => [m.skuId, m.kind])).toEqual([[8, "count"]]);
});
