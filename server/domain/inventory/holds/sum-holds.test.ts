import { expect, test } from "vitest";
import { giveBack, sumHolds } from "./sum-holds";

const rows = [
  { storeId: 1, skuId: 7, qty: 2, holdKey: "a" },
  { storeId: 1, skuId: 8, qty: 0, holdKey: "a" },
  { storeId: 1, skuId: 7, qty: 3, holdKey: "b" },
];

test("sumHolds: once a shelf, and nothing of whose hold it was", () => {
  expect(sumHolds(rows)).toEqual([
    { storeId: 1, skuId: 7, reserve: 5 },
    { storeId: 1, skuId: 8, reserve: 0 },
  ]);
  expect(sumHolds([])).toEqual([]);
});

test("giveBack: as much less is reserved; a hold of nothing names its shelf all the same", () => {
  expect(giveBack(rows)).toEqual([
    { storeId: 1, skuId: 7, reserve: -5 },
    { storeId: 1, skuId: 8, reserve: 0 },
  ]);
});
