import { expect, test } from "vitest";
import { bundlesBySku, drawsBySku } from "./draws";

const skus = [
  { id: 7, portion: 1 },
  { id: 8, portion: 500 },
  { id: 20, portion: 1 },
];
const bundles = [
  { bundleSkuId: 20, baseSkuId: 7, qty: 2 },
  { bundleSkuId: 20, baseSkuId: 8, qty: 3 },
  { bundleSkuId: 21, baseSkuId: 7, qty: 1 },
];

test("drawsBySku: itself by its portion, a bundle its parts by theirs, an unknown article a piece of itself", () => {
  const draws = drawsBySku(skus, bundles);
  expect(draws(7)).toEqual([{ skuId: 7, per: 1 }]);
  expect(draws(8)).toEqual([{ skuId: 8, per: 500 }]);
  expect(draws(20)).toEqual([
    { skuId: 7, per: 2 },
    { skuId: 8, per: 1_500 },
  ]);
  expect(draws(99)).toEqual([{ skuId: 99, per: 1 }]);
});

test("bundlesBySku: every bundle an article is in", () => {
  const of = bundlesBySku(bundles);
  expect([of(7), of(8), of(20)]).toEqual([[20, 21], [20], []]);
});
