import { expect, test } from "vitest";
import { runNumbers } from "./numbers";

const NOON = 1_767_240_000_000; // 2026-01-01 12:00 in Shanghai

test("runNumbers: another start or another seed never repeats a number", () => {
  const first = runNumbers(7, NOON).externalNo("meituan");
  expect(runNumbers(7, NOON + 1_000).externalNo("meituan")).not.toBe(first);
  expect(runNumbers(8, NOON).externalNo("meituan")).not.toBe(first);
  expect(runNumbers(7, NOON).externalNo("meituan")).toBe(first);
});

test("daySeq: counts each shop and channel, starts again at midnight", () => {
  const numbers = runNumbers(7, NOON);
  const first = numbers.daySeq("meituan", "S01", NOON);
  expect(numbers.daySeq("meituan", "S01", NOON + 1)).toBe(first + 1);
  expect(numbers.daySeq("meituan", "S02", NOON)).toBe(first);
  expect(numbers.latestDaySeq("meituan", "S01", NOON)).toBe(first + 1);
  expect(numbers.daySeq("meituan", "S01", NOON + 13 * 3_600_000)).toBe(1);
});
