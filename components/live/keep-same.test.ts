import { expect, test } from "vitest";
import { keepSame } from "./keep-same";

test("keepSame: equal content keeps the object already held", () => {
  const before = { a: [1, { b: 2 }], c: null };
  expect(keepSame(before, structuredClone(before))).toBe(before);
});

test("keepSame: only the changed branch is new", () => {
  const before = { orders: { value: 1 }, late: { value: 2 } };
  const after = keepSame(before, { orders: { value: 3 }, late: { value: 2 } });
  expect(after).toEqual({ orders: { value: 3 }, late: { value: 2 } });
  expect(after.late).toBe(before.late);
  expect(after.orders).not.toBe(before.orders);
});

test("keepSame: a shorter list and a removed key are changes", () => {
  expect(keepSame([1, 2], [1])).toEqual([1]);
  expect(keepSame({ a: 1, b: 2 } as { a: number; b?: number }, { a: 1 })).toEqual({ a: 1 });
});
