import { expect, test } from "vitest";
import { cellKey, freeOf, missingOf, type StockCell, uniqueCells } from "./cell";

const cell: StockCell = {
  storeId: 3,
  skuId: 7,
  onHand: 20,
  reserved: 4,
  picked: 3,
  safety: 2,
  frozen: 1,
  quarantine: 5,
  dedicated: 0,
  debt: 0,
  stopped: false,
};

test("freeOf: what is there less everything that is not for sale, never below zero, nothing while stopped", () => {
  expect(freeOf(cell)).toBe(5);
  expect(freeOf({ ...cell, onHand: 10 })).toBe(0);
  expect(freeOf({ ...cell, stopped: true })).toBe(0);
});

test("missingOf: promised or set aside and not there", () => {
  expect(missingOf(cell)).toBe(0);
  expect(missingOf({ ...cell, onHand: 10 })).toBe(2);
  expect(cellKey(3, 7)).toBe("3:7");
});

test("uniqueCells: each shelf once, in the order first named, and nothing but the shelf", () => {
  const named = [
    { storeId: 2, skuId: 7, qty: 1 },
    { storeId: 1, skuId: 7, qty: 2 },
    { storeId: 2, skuId: 7, qty: 3 },
    { storeId: 1, skuId: 8, qty: 4 },
  ];
  expect(uniqueCells(named)).toEqual([
    { storeId: 2, skuId: 7 },
    { storeId: 1, skuId: 7 },
    { storeId: 1, skuId: 8 },
  ]);
});
