import { expect, test } from "vitest";
import { changeShelf, sumChanges } from "../books/shelf-change";
import type { StockCell } from "../cell";
import { planArrival, planReturn, planSending, transferCells } from "./plan-transfer";

const shelf = (storeId: number, onHand: number, reserved = 0): StockCell => ({
  storeId,
  skuId: 7,
  onHand,
  reserved,
  picked: 0,
  safety: 0,
  frozen: 0,
  quarantine: 0,
  dedicated: 0,
  debt: 0,
  stopped: false,
});
const row = { id: 5, fromStoreId: 1, toStoreId: 2, skuId: 7, qty: 4 };
const why = { actor: "chen", reason: "门店缺货" };
const [here, there] = [
  { storeId: 1, skuId: 7 },
  { storeId: 2, skuId: 7 },
];

test("planSending: gone here, on the way there, one booking each under the transfer's number", () => {
  const plan = planSending([shelf(2, 0), shelf(1, 9, 5)], row, why);
  expect(plan.result).toBeNull();
  expect(plan.changes).toEqual([
    changeShelf(here, { onHand: -4 }),
    changeShelf(there, { inTransit: 4 }),
  ]);
  expect(plan.moves.map((m) => [m.storeId, m.kind, m.delta, m.transitDelta, m.ref])).toEqual([
    [1, "transfer_out", -4, 0, "transfer:5"],
    [2, "transfer_out", 0, 4, "transfer:5"],
  ]);
  expect(plan.moves[0]).toMatchObject(why);
  expect(transferCells(row)).toEqual([here, there]);
});

test("planSending: promised goods stay, and no shelf is made up", () => {
  expect(planSending([shelf(1, 9, 6), shelf(2, 0)], row, why)).toEqual({
    changes: [],
    moves: [],
    result: "ABOVE_STOCK",
  });
  expect(planSending([shelf(1, 9)], row, why).result).toBe("UNKNOWN_CELL");
  expect(planSending([shelf(2, 9)], row, why).result).toBe("UNKNOWN_CELL");
  const stopped = { ...shelf(1, 9), stopped: true };
  expect(planSending([stopped, shelf(2, 0)], row, why).result).toBe("ABOVE_STOCK");
});

test("planArrival, planReturn: nothing is on the way any more; what got lost is told", () => {
  const lost = planArrival(row, 3, "li");
  expect(lost.changes).toEqual([changeShelf(there, { onHand: 3, inTransit: -4 })]);
  expect(lost.moves[0]).toMatchObject({ delta: 3, transitDelta: -4, reason: "在途少 1" });
  expect(planArrival(row, 4, "li").moves[0]?.reason).toBe("");
  const sent = planSending([shelf(1, 9), shelf(2, 0)], row, why);
  const back = sumChanges([...sent.changes, ...planReturn(row, "li").changes]);
  expect(back).toEqual([changeShelf(here, {}), changeShelf(there, {})]);
});
