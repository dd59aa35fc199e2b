import { businessDayOf, type Instant } from "../kernel/instant";
import type { MinuteSeries } from "./types";

const WEEK_MINUTES = 7 * 1_440;
const WEEKS = 4;
const MINUTES_AROUND = 3;
/** Of 28 values, so many at either end are left out: one odd week cannot move what is left by much. */
const TRIM_BPS = 2_000;
/** Two good weeks; with less nothing is claimed. */
const VALUES_MIN = 14;

const PRIOR_ORDERS = 60;
const RATIO_MIN = 0.5;
const RATIO_MAX = 2;

/**
 * What is usual in a minute: the trimmed mean of the minutes around it in the last four weeks.
 *
 * Alarmed minutes and marked days are left out.
 *
 * @returns orders, ≥ 0; null with fewer than 14 values to go by
 * @source docs/domain/live.md#baseline
 */
export function usualOf(series: MinuteSeries, minute: number): number | null {
  const values: number[] = [];
  for (let week = 1; week <= WEEKS; week += 1) {
    const middle = minute - week * WEEK_MINUTES;
    for (let m = middle - MINUTES_AROUND; m <= middle + MINUTES_AROUND; m += 1) {
      if (teaches(series, m)) values.push(series.orders.get(m) ?? 0);
    }
  }
  if (values.length < VALUES_MIN) return null;
  values.sort((a, b) => a - b);
  const cut = Math.floor((values.length * TRIM_BPS) / 10_000);
  const kept = values.slice(cut, values.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

function teaches(series: MinuteSeries, minute: number): boolean {
  if (minute < series.knownFrom || series.alarmed.has(minute)) return false;
  if (series.markedDays.size === 0) return true;
  return !series.markedDays.has(businessDayOf((minute * 60_000) as Instant));
}

/**
 * How busy now is against the usual: rain and growth, not faults.
 *
 * @param actual orders in the quiet minutes 15 to 75 ago
 * @param usual  what is usual in the same minutes, orders
 * @returns 0.5 to 2; near 1 while few orders speak
 * @source docs/domain/live.md#level
 */
export function levelRatio(actual: number, usual: number): number {
  const ratio = (actual + PRIOR_ORDERS) / (usual + PRIOR_ORDERS);
  return Math.min(RATIO_MAX, Math.max(RATIO_MIN, ratio));
}
