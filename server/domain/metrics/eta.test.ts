import { expect, test } from "vitest";
import { isProbablyLate } from "./eta";

test("isProbablyLate: what is still being picked a quarter of an hour before the promise, not what is on the road", () => {
  expect(isProbablyLate("picking")).toBe(true);
  expect(isProbablyLate(null)).toBe(true);
  expect(isProbablyLate("handed_over")).toBe(false);
  expect(isProbablyLate("fulfilled")).toBe(false);
});
