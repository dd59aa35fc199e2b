import { expect, test } from "vitest";
import { freeIfSold } from "@/server/domain/inventory";
import { MARKS } from "@/server/views/inventory/matrix";
import { heatOf, toShelf } from "./heat";

test("steps go by sold pieces, so that weighed goods are not always plenty", () => {
  expect([0, 1, 3, 4, 10, 30, 31, 101].map((n) => heatOf(n, 1))).toEqual([0, 1, 1, 2, 2, 3, 4, 5]);
  expect(heatOf(1_500, 500)).toBe(1);
  expect(heatOf(499, 500)).toBe(0);
});

test("a tuple is read by its places", () => {
  const shelf = toShelf([3, 7, 12, 2, 1, 2, 0, 0, 5, 0, MARKS.stopped + MARKS.low]);
  expect(shelf).toMatchObject({ storeId: 3, free: 7, onHand: 12, inTransit: 5, isStopped: true });
  expect(shelf).toMatchObject({ isLow: true, isDifferent: false });
  expect(freeIfSold(shelf)).toBe(7);
});
