import { expect, test } from "vitest";
import { cellKey, freeOf, missingOf, type StockCell } from "./cell";

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
