import { expect, test } from "vitest";
import { type CountNames, readCountRow } from "./read-count-row";

const names: CountNames = {
  storeBy: (code) => ({ N1: { id: 3, name: "一店" }, N2: { id: 4, name: "二店" } })[code],
  skuBy: (code) =>
    code === "milk"
      ? { id: 7, code, name: "牛奶", unit: "piece" }
      : code === "crab"
        ? { id: 8, code, name: "蟹", unit: "gram" }
        : undefined,
  sees: (storeId) => storeId === 3,
};
const row = { row: 2, store: "N1", sku: "milk", qty: 12 };

test("readCountRow: pieces as they are, weighed goods in grams", () => {
  expect(readCountRow(row, names)).toEqual({
    ok: true,
    value: {
      row: 2,
      storeId: 3,
      storeName: "一店",
      skuId: 7,
      code: "milk",
      name: "牛奶",
      unit: "piece",
      counted: 12,
    },
  });
  // 1.005 kg is not 1004.9999999999999 g.
  const weighed = readCountRow({ ...row, sku: "crab", qty: 1.005 }, names);
  expect(weighed).toMatchObject({ value: { counted: 1_005, unit: "gram" } });
});

test.each([
  ["an unknown shop", { store: "N9" }, "没有门店 N9"],
  ["a shop of others", { store: "N2" }, "不能盘点其他门店 N2"],
  ["an unknown article", { sku: "ghost" }, "没有商品 ghost"],
  ["half a piece", { qty: 1.5 }, "按件的商品要整数"],
])("readCountRow: %s is told with its column", (_, change, why) => {
  const found = readCountRow({ ...row, ...change }, names);
  expect(found.ok ? "" : found.error).toContain(why);
});
