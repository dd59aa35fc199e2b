import { expect, test } from "vitest";
import { bandOf, scoreCount, spreadOf } from "./score";

test("scoreCount: nothing where 64 are usual is far, one fewer is not; a wide channel is judged mildly", () => {
  expect(scoreCount(64, 64, 1)).toBe(0);
  expect(scoreCount(63, 64, 1)).toBeGreaterThan(-0.2);
  expect(scoreCount(0, 64, 1)).toBeLessThan(-14);
  expect(scoreCount(0, 64, 2)).toBe(scoreCount(0, 64, 1) / 2);
});

test("scoreCount: an ordinary day's spread is about one whatever the size of the channel", () => {
  for (const mean of [10, 100, 1_000]) {
    expect(scoreCount(mean + Math.sqrt(mean), mean, 1)).toBeGreaterThan(0.9);
    expect(scoreCount(mean + Math.sqrt(mean), mean, 1)).toBeLessThan(1.05);
  }
});

test("bandOf: holds the expected, is never below zero, and its edge scores 2.5", () => {
  for (const expected of [0, 0.5, 3, 40, 900]) {
    const { low, high } = bandOf(expected, 1.4);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThanOrEqual(expected);
    expect(scoreCount(high, expected, 1.4)).toBeCloseTo(2.5, 9);
  }
});

test("spreadOf: never below one, follows the middle, ignores alarms and minutes without a baseline", () => {
  expect(spreadOf([])).toBe(1);
  expect(spreadOf([null, 0.1, -0.1, 0.05])).toBe(1);
  const wide = Array.from({ length: 101 }, (_, i) => (i - 50) / 10);
  expect(spreadOf(wide)).toBeCloseTo(1.4826 * 2.5, 1);
  expect(spreadOf([...wide, null, 500, -500])).toBeLessThan(4);
});
