import { expect, test } from "vitest";
import type { StockCell } from "../../inventory";
import { afterMoves } from "./after-moves";

test("afterMoves: cells as they will be; those that do not move stay", () => {
  const cell = { storeId: 7, skuId: 401, onHand: 10, reserved: 4, picked: 1 } as StockCell;
  const move = { storeId: 7, skuId: 401, reserved: -2, picked: 1, onHand: -1, isFact: false };
  const [moved, still] = afterMoves([cell, { ...cell, skuId: 402 }], [move]);
  expect(moved).toMatchObject({ onHand: 9, reserved: 2, picked: 2 });
  expect(still).toMatchObject({ onHand: 10, reserved: 4, picked: 1 });
});
