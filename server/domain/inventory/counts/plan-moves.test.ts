import { expect, test } from "vitest";
import { changeShelf } from "../books/shelf-change";
import type { StockCell } from "../cell";
import { moveKey, movesOf, planMoves } from "./plan-moves";

const shelf = (skuId: number, onHand: number, quarantine = 0): StockCell => ({
  storeId: 3,
  skuId,
  onHand,
  reserved: 0,
  picked: 0,
  safety: 0,
  frozen: 0,
  quarantine,
  dedicated: 0,
  debt: 0,
  stopped: false,
});
const line = (skuId: number, kind: "receipt" | "adjust" | "quarantine", qty: number) => ({
  skuId,
  qty,
  move: { moveId: `M${skuId}${qty}`, kind, reason: "why" },
});
const report = { accountId: 9, sentBy: "wms", storeId: 3 };

test("movesOf: goods that came and went, and goods set aside, known again by the sender's number", () => {
  const moves = movesOf(report, [line(7, "receipt", 12), line(8, "quarantine", 2)]);
  expect(moves.map((m) => [m.delta, m.quarantineDelta, m.ref, m.actor])).toEqual([
    [12, 0, "wms:9:M712", "wms"],
    [0, 2, "wms:9:M82", "wms"],
  ]);
  expect(moves.map(moveKey)).toEqual(["3:7:receipt:wms:9:M712", "3:8:quarantine:wms:9:M82"]);
  expect(() => movesOf(report, [{ skuId: 7, qty: 1, move: null }])).toThrow("move of a line");
});

test("planMoves: each on what the one before left; an unknown shelf has no booking", () => {
  const moves = movesOf(report, [
    line(7, "adjust", -3),
    line(7, "receipt", 5),
    line(6, "receipt", 1),
    line(8, "quarantine", 2),
  ]);
  const plan = planMoves([shelf(7, 3), shelf(8, 4)], moves);
  expect(plan.result).toBeNull();
  expect(plan.changes).toEqual([
    changeShelf({ storeId: 3, skuId: 7 }, { onHand: -3 }),
    changeShelf({ storeId: 3, skuId: 7 }, { onHand: 5 }),
    changeShelf({ storeId: 3, skuId: 8 }, { quarantine: 2 }),
  ]);
  expect(plan.moves.map((m) => m.skuId)).toEqual([7, 7, 8]);
});

test("planMoves: below nothing, on hand or in quarantine, none is done, though a later one would make up for it", () => {
  const below = movesOf(report, [
    line(8, "receipt", 1),
    line(7, "adjust", -4),
    line(7, "receipt", 9),
  ]);
  expect(planMoves([shelf(7, 3), shelf(8, 4)], below)).toEqual({
    changes: [],
    moves: [],
    result: "wms:9:M7-4 会使库存低于零",
  });
  const aside = movesOf(report, [line(8, "quarantine", -2)]);
  expect(planMoves([shelf(8, 4, 1)], aside).result).toContain("M8-2");
});
