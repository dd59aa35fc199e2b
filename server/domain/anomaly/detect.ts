import { assert, present } from "../kernel/assert";
import type { Instant } from "../kernel/instant";
import { scanMinutes } from "./scan";
import { bandOf } from "./score";
import type { BandPoint, ChannelVerdict, JudgedMinute, MinuteRow, MinuteSeries } from "./types";
import { isPending } from "./watch";

const MINUTE_MS = 60_000;
const SCAN_MINUTES = 180;
const BAND_MINUTES = 60;
const DEVIATION_MINUTES = 5;

/**
 * How one channel stands after the last whole minute.
 *
 * @param at any moment; the minute that holds it is not over and is not judged
 * @returns without a baseline: normal, with nulls, never an alarm
 * @source docs/domain/live.md#alarm
 */
export function detectAnomaly(series: MinuteSeries, at: Instant): ChannelVerdict {
  assert(series.sigma >= 1 && series.sigmaQuarter >= 1, "a spread of scores is at least 1");
  const to = minuteOf(at);
  const { minutes, watch } = scanMinutes(series, to - SCAN_MINUTES, to);
  const now = present(minutes.at(-1), "a judged minute");
  const alarm = now.alarm;
  const shown = alarm
    ? minutes.filter((m) => m.minute >= alarm.since)
    : minutes.slice(-DEVIATION_MINUTES);
  const gap = gapOf(shown);
  const pending = isPending(minutes, watch.quietFrom) ? "pending" : "normal";
  return {
    state: alarm ? "firing" : pending,
    kind: alarm?.kind ?? null,
    since: alarm ? instantOf(alarm.since) : null,
    expected: now.expected,
    deviationBps: gap && Math.round(((gap.orders - gap.expected) * 10_000) / gap.expected),
    missingOrders: alarm && gap ? Math.max(0, Math.round(gap.expected - gap.orders)) : 0,
    isDrifting: now.isDrifting,
    band: minutes.slice(-BAND_MINUTES).map((m) => pointOf(m, series.sigma)),
  };
}

/** The number of the minute that holds a moment. */
export function minuteOf(at: Instant): number {
  return Math.floor(at / MINUTE_MS);
}

/** The first moment of a numbered minute. */
export function instantOf(minute: number): Instant {
  return (minute * MINUTE_MS) as Instant;
}

/**
 * Rows of the per-minute table as one map a channel, ready for `MinuteSeries.orders`.
 *
 * @param rows in any order; rows of one minute and channel (one a store, say) add up
 */
export function countsByChannel(rows: Iterable<MinuteRow>): Map<string, Map<number, number>> {
  const channels = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const counts = channels.get(row.channel) ?? new Map<number, number>();
    const minute = minuteOf(row.minuteAt);
    counts.set(minute, (counts.get(minute) ?? 0) + row.orders);
    channels.set(row.channel, counts);
  }
  return channels;
}

function gapOf(minutes: readonly JudgedMinute[]): { orders: number; expected: number } | null {
  const known = minutes.filter((m) => m.expected !== null);
  const expected = known.reduce((sum, m) => sum + (m.expected ?? 0), 0);
  if (expected <= 0) return null;
  return { orders: known.reduce((sum, m) => sum + m.orders, 0), expected };
}

function pointOf(m: JudgedMinute, sigma: number): BandPoint {
  const band = m.expected === null ? null : bandOf(m.expected, sigma);
  return {
    at: instantOf(m.minute),
    orders: m.orders,
    expected: m.expected,
    low: band?.low ?? null,
    high: band?.high ?? null,
    isAlarmed: m.alarm !== null,
  };
}
