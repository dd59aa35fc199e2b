import { expect, test } from "vitest";
import { nextTurn } from "./next-turn";

test("what is quick to read is read at every full stretch", () => {
  expect(nextTurn(10_200, 5_000, 40)).toBe(15_000);
  expect(nextTurn(15_000, 5_000, 0)).toBe(20_000);
});

test("what takes long rests for many times as long, whatever its stretch", () => {
  expect(nextTurn(10_200, 5_000, 509)).toBe(20_380);
  expect(nextTurn(10_200, 1_000, 509)).toBe(20_380);
});
