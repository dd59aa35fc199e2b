import { expect, test } from "vitest";
import { levelRatio, usualOf } from "./baseline";
import type { MinuteSeries } from "./types";

const WEEK = 10_080;
/** 2026-03-02 12:00 in Shanghai. */
const NOON = Date.UTC(2026, 2, 2, 4) / 60_000;

function series(perWeek: readonly number[], more: Partial<MinuteSeries> = {}): MinuteSeries {
  const orders = new Map<number, number>();
  perWeek.forEach((count, i) => {
    for (let m = -3; m <= 3; m += 1) orders.set(NOON - (i + 1) * WEEK + m, count);
  });
  return {
    orders,
    knownFrom: NOON - 5 * WEEK,
    alarmed: new Set(),
    unheard: new Set(),
    markedDays: new Set(),
    sigma: 1,
    sigmaQuarter: 1,
    ...more,
  };
}

test("usualOf: the mean of the same minutes of four weeks; the ends are left out", () => {
  expect(usualOf(series([20, 20, 20, 20]), NOON)).toBe(20);
  // Seven of 28 values are of the odd week, five of them are cut.
  expect(usualOf(series([20, 20, 20, 500]), NOON)).toBeCloseTo(20 + (2 * 480) / 18, 9);
});

test("usualOf: a minute without a row had no orders, one before the first count says nothing", () => {
  expect(usualOf(series([]), NOON)).toBe(0);
  expect(usualOf(series([20, 20], { knownFrom: NOON - 2 * WEEK - 3 }), NOON)).toBe(20);
  expect(usualOf(series([20, 20], { knownFrom: NOON - 2 * WEEK - 2 }), NOON)).toBeNull();
  expect(usualOf(series([20], { knownFrom: NOON - WEEK - 3 }), NOON)).toBeNull();
});

test("usualOf: alarmed minutes and marked days teach nothing", () => {
  const alarmed = new Set(Array.from({ length: 7 }, (_, i) => NOON - WEEK - 3 + i));
  expect(usualOf(series([0, 20, 20, 20], { alarmed }), NOON)).toBe(20);
  const markedDays = new Set(["2026-02-16"]);
  expect(usualOf(series([20, 90, 20, 20], { markedDays }), NOON)).toBe(20);
});

test("levelRatio: one without orders, shrunk while few speak, within 0.5 and 2", () => {
  expect(levelRatio(0, 0)).toBe(1);
  expect(levelRatio(60, 30)).toBeCloseTo(120 / 90, 9);
  expect(levelRatio(6_000, 3_000)).toBeCloseTo(2, 1);
  expect([levelRatio(90_000, 100), levelRatio(0, 90_000)]).toEqual([2, 0.5]);
});
