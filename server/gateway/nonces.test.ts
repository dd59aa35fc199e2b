import { expect, test } from "vitest";
import { nonceMemory } from "./nonces";

test("nonceMemory: a second use is seen for at least the window, and forgotten after two", () => {
  const seen = nonceMemory(1000);
  expect(seen("a", 0)).toBe(false);
  expect(seen("a", 999)).toBe(true);
  expect(seen("b", 999)).toBe(false);
  expect(seen("b", 1990)).toBe(true);
  expect(seen("a", 5000)).toBe(false);
});
