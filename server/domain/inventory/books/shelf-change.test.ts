import { expect, test } from "vitest";
import type { StockCell } from "../cell";
import { changeShelf, shortAfter, sumChanges } from "./shelf-change";

const shelf = (skuId: number, onHand: number, reserved: number): StockCell => ({
  storeId: 1,
  skuId,
  onHand,
  reserved,
  picked: 1,
  safety: 0,
  frozen: 0,
  quarantine: 0,
  dedicated: 0,
  debt: 0,
  stopped: false,
});

test("changeShelf: takes the shelf's name and nothing else of it, and leaves what is not named", () => {
  const change = changeShelf(shelf(7, 9, 3), { onHand: -2, stopped: true });
  expect(change).toEqual({
    storeId: 1,
    skuId: 7,
    onHand: -2,
    quarantine: 0,
    inTransit: 0,
    safety: null,
    frozen: null,
    stopped: true,
  });
});

test("sumChanges: amounts of one shelf add up, the last setting stands, an unnamed one undoes nothing", () => {
  const at = { storeId: 1, skuId: 7 };
  const sums = sumChanges([
    changeShelf(at, { onHand: 5, safety: 2, stopped: true }),
    changeShelf({ storeId: 1, skuId: 8 }, { inTransit: 3 }),
    changeShelf(at, { onHand: -7, quarantine: 1, safety: 4 }),
    changeShelf(at, { stopped: false }),
  ]);
  expect(sums).toEqual([
    changeShelf(at, { onHand: -2, quarantine: 1, safety: 4, stopped: false }),
    changeShelf({ storeId: 1, skuId: 8 }, { inTransit: 3 }),
  ]);
});

test("shortAfter: promised goods without goods, counting all changes; set aside counts as not there", () => {
  const stock = [shelf(7, 6, 4), shelf(8, 6, 4), shelf(9, 1, 4)];
  const short = shortAfter(stock, [
    changeShelf({ storeId: 1, skuId: 7 }, { onHand: -1 }),
    changeShelf({ storeId: 1, skuId: 8 }, { onHand: -1 }),
    changeShelf({ storeId: 1, skuId: 8 }, { quarantine: 2 }),
    changeShelf({ storeId: 2, skuId: 7 }, { onHand: -9 }),
  ]);
  expect(short).toEqual([
    { storeId: 1, skuId: 8, missing: 2 },
    { storeId: 1, skuId: 9, missing: 4 },
  ]);
  expect(stock[1]).toEqual(shelf(8, 6, 4));
});
