import { expect, test } from "vitest";
import { isAskable, planRestocks, suggestRestock } from "./replenish";

test("suggestRestock: asks when the lead time would not be survived, in whole portions, and not twice", () => {
  const supply = { free: 10, safety: 2, inTransit: 0, requested: 0, milliPerMinute: 100 };
  expect(suggestRestock({ ...supply, free: 200 }, 120)).toBeNull();
  expect(suggestRestock({ ...supply, milliPerMinute: 0 }, 120)).toBeNull();
  const found = suggestRestock(supply, 120);
  // 12 in the lead time, 1.645·√12 above it, 2 safety: 20; and 24 for four hours more.
  expect(found).toEqual({ orderPoint: 20, target: 44, qty: 32 });
  expect(suggestRestock({ ...supply, requested: 32 }, 120)).toBeNull();
  expect(suggestRestock(supply, 120, 10)?.qty).toBe(40);
});

test("planRestocks: only what will run out, with what it was worked out from", () => {
  const supply = { free: 10, safety: 2, inTransit: 0, requested: 0, milliPerMinute: 100 };
  const cell = { storeId: 1, skuId: 7, portion: 10, ...supply };
  const wanted = planRestocks([{ ...cell, skuId: 8, free: 500 }, cell], 120);
  expect(wanted).toEqual([
    {
      storeId: 1,
      skuId: 7,
      qty: 40,
      inputs: {
        ...supply,
        orderPoint: 20,
        target: 44,
        qty: 40,
        leadMinutes: 120,
        coverMinutes: 240,
      },
    },
  ]);
});

test("isAskable: whole base units, something, and no barcode", () => {
  expect([1, 1_000_000, 0, -1, 1.5, 6_901_234_567_892].map(isAskable)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
