import { expect, test } from "vitest";
import { suggestRestock } from "./replenish";

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
