import { expect, test } from "vitest";
import { createShopWindow, type Shown } from "./shop-window";

const KEY = { account: "m1", shop: "s1", sku: "K1" };

function made() {
  const journal: Shown[] = [];
  const window = createShopWindow({
    shops: ["s1"],
    skus: ["K1", "K2", "K3"],
    nowMs: () => 5,
    onShown: (shown) => void journal.push(shown),
  });
  return { window, journal };
}

test("shop window: sales and cancelled orders move only what was told, never below nothing", () => {
  const { window, journal } = made();
  window.sell(KEY, 2);
  window.giveBack(KEY, 2);
  expect(window.shown(KEY).stock).toBeNull();
  window.tell(KEY, { kind: "stock", value: 3, version: null });
  window.sell(KEY, 2);
  window.sell(KEY, 2);
  expect(window.shown(KEY).stock).toBe(0);
  window.giveBack(KEY, 1);
  expect(journal.map(({ why, value, version, atMs }) => [why, value, version, atMs])).toEqual([
    ["told", 3, null, 5],
    ["sold", 1, null, 5],
    ["sold", 0, null, 5],
    ["returned", 1, null, 5],
  ]);
});

test("shop window: a version that is not newer changes nothing; stock and price have their own", () => {
  const { window, journal } = made();
  expect(window.tell(KEY, { kind: "stock", value: 9, version: 4 })).toBe(true);
  expect(window.tell(KEY, { kind: "stock", value: 8, version: 4 })).toBe(false);
  expect(window.tell(KEY, { kind: "stock", value: 7, version: 3 })).toBe(false);
  expect(window.tell(KEY, { kind: "price", value: 250, version: 1 })).toBe(true);
  expect(window.shown(KEY)).toEqual({ stock: 9, priceFen: 250, version: 4 });
  expect(journal).toHaveLength(2);
});

test("shop window: accounts and shops are apart; pages follow the catalogue, told or not", () => {
  const { window } = made();
  window.tell({ ...KEY, sku: "K2" }, { kind: "stock", value: 1, version: null });
  window.tell({ ...KEY, account: "m2" }, { kind: "stock", value: 6, version: null });
  expect(
    window
      .page({ account: "m1", shop: "s1" }, { from: 0, count: 2 })
      .map(({ sku, figures }) => [sku, figures.stock]),
  ).toEqual([
    ["K1", null],
    ["K2", 1],
  ]);
  expect(
    window.page({ account: "m1", shop: "s1" }, { from: 2, count: 2 }).map((row) => row.sku),
  ).toEqual(["K3"]);
  expect([window.hasShop("s2"), window.hasSku("K4"), window.skuCount]).toEqual([false, false, 3]);
});
