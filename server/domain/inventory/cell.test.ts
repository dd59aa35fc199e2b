import { expect, test } from "vitest";
import {
  balanceOf,
  cellKey,
  cellSubject,
  freeIfSold,
  freeOf,
  isLow,
  missingOf,
  type StockCell,
  sharedOf,
  uniqueCells,
  unpromisedOf,
} from "./cell";

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

test("balanceOf, unpromisedOf: below zero where more is promised or kept back than is there", () => {
  expect([unpromisedOf(cell), balanceOf(cell)]).toEqual([8, 5]);
  expect([unpromisedOf({ ...cell, onHand: 10 }), balanceOf({ ...cell, onHand: 10 })]).toEqual([
    -2, -5,
  ]);
});

test("freeIfSold: what a stop keeps from sale is still there for channels' own pieces", () => {
  expect(freeIfSold({ ...cell, stopped: true } as StockCell)).toBe(5);
  expect(freeIfSold({ ...cell, onHand: 10 })).toBe(0);
});

test("sharedOf: free and nobody's own, never below zero, nothing while stopped", () => {
  expect(sharedOf({ ...cell, dedicated: 3 })).toBe(2);
  expect(sharedOf({ ...cell, dedicated: 9 })).toBe(0);
  expect(sharedOf({ ...cell, stopped: true })).toBe(0);
});

test("isLow: the safety stock is begun with; a shelf without one is never low", () => {
  expect(isLow(cell)).toBe(false);
  expect(isLow({ ...cell, onHand: 15 })).toBe(false);
  expect(isLow({ ...cell, onHand: 14 })).toBe(true);
  expect(isLow({ ...cell, onHand: 10, safety: 0 })).toBe(false);
});

test("missingOf: promised or set aside and not there", () => {
  expect(missingOf(cell)).toBe(0);
  expect(missingOf({ ...cell, onHand: 10 })).toBe(2);
});

test("cellKey, cellSubject: a cell by its store, then its article", () => {
  expect([cellKey(3, 7), cellSubject(cell)]).toEqual(["3:7", "cell:3:7"]);
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
