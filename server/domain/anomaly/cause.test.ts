import { expect, test } from "vitest";
import { describeCause } from "./cause";

const usual = { 城西银泰店: 82, 滨江龙湖店: 10, 武林店: 8 };
const stores = (orders: Record<string, number>) =>
  Object.entries(usual).map(([name, n]) => ({ name, usual: n, orders: orders[name] ?? 0 }));

test("describeCause: everything is missing, so each store is missing its share", () => {
  expect(describeCause(stores({}), 100, false)).toBe("82% 来自 城西银泰店");
});

test("describeCause: the store that is gone, though the others are busier than usual", () => {
  const orders = { 滨江龙湖店: 12, 武林店: 9 };
  expect(describeCause(stores(orders), 100, false)).toBe("100% 来自 城西银泰店");
});

test("describeCause: two stores together, then all of them", () => {
  const even = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ name: `店${i}`, usual: 10, orders: 0 }));
  expect(describeCause(even(2), 20, false)).toBe("100% 来自 店0、店1");
  expect(describeCause(even(5), 50, false)).toBe("5 家门店普遍偏少，最多的 店0 占 20%");
  expect(
    describeCause(
      even(5).map((s) => ({ ...s, orders: 30 })),
      50,
      true,
    ),
  ).toBe("5 家门店普遍偏多，最多的 店0 占 20%");
});

test("describeCause: nothing to say without history or without a gap", () => {
  expect(describeCause([], 10, false)).toBeNull();
  expect(describeCause([{ name: "新店", usual: 0, orders: 0 }], 10, false)).toBeNull();
  expect(describeCause([{ name: "店", usual: 10, orders: 10 }], 10, false)).toBeNull();
});
