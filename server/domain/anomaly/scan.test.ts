import { expect, test } from "vitest";
import { type Rng, seededRng } from "../kernel/rng";
import { scanMinutes } from "./scan";
import { spreadOf } from "./score";
import type { AnomalyKind, JudgedMinute, MinuteSeries } from "./types";

/**
 * A city as made up: 28 days to learn from, two to measure the spread, four to judge. A double-humped day, busier
 * weekends, days of rain, slow noise (AR) and Poisson counts.
 */
const DAY = 1_440;
/** A Monday, 00:00 in Shanghai, as a minute number. */
const MONDAY = 29_453_760 - 480;
const LEARN_DAYS = 28;
const SPREAD_DAYS = 2;
const JUDGE_DAYS = 4;
const DAYS = LEARN_DAYS + SPREAD_DAYS + JUDGE_DAYS;
const JUDGE_FROM = MONDAY + (LEARN_DAYS + SPREAD_DAYS) * DAY;
const END = MONDAY + DAYS * DAY;
/** Orders a minute at the busiest, per channel. */
const PEAKS = [3, 8, 15, 30, 60, 90, 140, 220];
const WEEKDAY = [0.95, 0.92, 0.95, 1, 1.12, 1.3, 1.2];

type Fault = { channel: number; from: number; minutes: number; factor: number; kind: AnomalyKind };

function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng.unit())) * Math.cos(2 * Math.PI * rng.unit());
}

function poisson(mean: number, rng: Rng): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(rng)));
  const floor = Math.exp(-mean);
  let product = rng.unit();
  let n = 0;
  while (product > floor) {
    product *= rng.unit();
    n += 1;
  }
  return n;
}

const hump = (hour: number, at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2));
const shapeOf = (hour: number) =>
  0.06 + 0.75 * hump(hour, 11.7, 1.6) + hump(hour, 18.3, 2.2) + 0.35 * hump(hour, 21.5, 1.8);

/** Rain comes in over an hour, stays some hours and brings 13 orders for 10, on all channels at once. */
function rainOf(rng: Rng): (minute: number) => number {
  const showers = Array.from({ length: DAYS }, (_, day) => {
    const start = MONDAY + day * DAY + 480 + rng.int(600);
    return { start, end: start + 120 + rng.int(300), isWet: rng.chance(2_500) };
  }).filter((shower) => shower.isWet);
  return (minute) => {
    const shower = showers.find((s) => minute >= s.start && minute < s.end + 60);
    if (!shower) return 1;
    const ramp = Math.min(1, (minute - shower.start) / 60, (shower.end + 60 - minute) / 60);
    return 1 + 0.3 * ramp;
  };
}

function simulate(seed: number, faults: readonly Fault[]): Map<number, number>[] {
  const rng = seededRng(seed);
  const rain = rainOf(rng.fork("rain"));
  const weather = Array.from({ length: DAYS * DAY }, (_, i) => rain(MONDAY + i));
  return PEAKS.map((peak, channel) => {
    const own = rng.fork(`channel ${channel}`);
    const orders = new Map<number, number>();
    let slow = 0;
    for (let i = 0; i < DAYS * DAY; i += 1) {
      const minute = MONDAY + i;
      slow = 0.95 * slow + 0.02 * normal(own);
      const usual = peak * shapeOf((i % DAY) / 60) * (WEEKDAY[Math.floor(i / DAY) % 7] ?? 1);
      const fault = faults.find((f) => f.channel === channel && isIn(f, minute));
      const mean = usual * (weather[i] ?? 1) * Math.exp(slow) * (fault?.factor ?? 1);
      orders.set(minute, poisson(mean, own));
    }
    return orders;
  });
}

const isIn = (f: Fault, minute: number) => minute >= f.from && minute < f.from + f.minutes;

function judge(orders: ReadonlyMap<number, number>): JudgedMinute[] {
  const base: MinuteSeries = {
    orders,
    knownFrom: MONDAY,
    alarmed: new Set(),
    unheard: new Set(),
    markedDays: new Set(),
    sigma: 1,
    sigmaQuarter: 1,
  };
  const learned = scanMinutes(base, MONDAY + LEARN_DAYS * DAY, JUDGE_FROM).minutes;
  const sigma = spreadOf(learned.map((m) => m.score));
  const sigmaQuarter = spreadOf(learned.map((m) => m.quarter));
  return scanMinutes({ ...base, sigma, sigmaQuarter }, JUDGE_FROM, END).minutes;
}

function alarmsOf(
  minutes: readonly JudgedMinute[],
): { from: number; to: number; kind: AnomalyKind }[] {
  const found: { from: number; to: number; kind: AnomalyKind }[] = [];
  for (const m of minutes) {
    const open = found.at(-1);
    if (!m.alarm) continue;
    if (open && open.to === m.minute - 1) Object.assign(open, { to: m.minute, kind: m.alarm.kind });
    else found.push({ from: m.minute, to: m.minute, kind: m.alarm.kind });
  }
  return found;
}

/** Every kind of fault on every channel, at busy hours of different days. */
const FAULTS: Fault[] = PEAKS.flatMap((_, channel) =>
  (
    [
      ["outage", 0, 0, 11.5],
      ["drop", 0.3, 1, 18],
      ["outage", 0, 2, 18.5],
      ["spike", 2, 3, 12],
    ] as const
  ).map(([kind, factor, day, hour]) => ({
    channel,
    kind,
    factor,
    from: JUDGE_FROM + day * DAY + hour * 60 + channel * 5,
    minutes: 30,
  })),
);

const faulty = simulate(4, FAULTS).map(judge);

test("scanMinutes: at most four false alarms a day over eight channels, on three seeds", () => {
  for (const seed of [1, 4, 5]) {
    const alarms = simulate(seed, []).flatMap((orders) => alarmsOf(judge(orders)));
    expect(alarms.length / JUDGE_DAYS).toBeLessThanOrEqual(4);
  }
});

test("scanMinutes: an outage is found within 2 minutes where 16 orders would come in them, and never later than 16 missing ones", () => {
  for (const fault of FAULTS.filter((f) => f.kind === "outage")) {
    const minutes = faulty[fault.channel]!;
    const found = minutes.find((m) => isIn(fault, m.minute) && m.alarm?.kind === "outage");
    expect(found).toBeDefined();
    const late = found!.minute - fault.from;
    const missed = minutes.filter((m) => isIn(fault, m.minute) && m.minute < found!.minute);
    expect(missed.reduce((sum, m) => sum + (m.expected ?? 0), 0)).toBeLessThan(16);
    if ((found?.expected ?? 0) >= 8) expect(late).toBeLessThanOrEqual(2);
    expect(found!.alarm?.since).toBeLessThanOrEqual(fault.from + 1);
    const after = minutes.find((m) => m.minute > fault.from + fault.minutes && !m.alarm);
    expect(after!.minute - (fault.from + fault.minutes)).toBeLessThanOrEqual(20);
  }
});

test("scanMinutes: from 15 orders a minute on, a fall to 30 % and a doubling are found in 6 minutes", () => {
  for (const fault of FAULTS.filter((f) => f.kind !== "outage" && (PEAKS[f.channel] ?? 0) >= 15)) {
    const minutes = faulty[fault.channel]!;
    const found = minutes.find((m) => isIn(fault, m.minute) && m.alarm !== null);
    expect(found?.alarm?.kind).toBe(fault.kind);
    expect(found!.minute - fault.from).toBeLessThanOrEqual(6);
  }
});

test("scanMinutes: a channel without history has no baseline and no alarm, whatever happens", () => {
  const from = MONDAY + 20 * DAY;
  const orders = new Map(Array.from({ length: 90 }, (_, i) => [from + i, 50]));
  const series = {
    orders,
    knownFrom: from,
    alarmed: new Set<number>(),
    unheard: new Set<number>(),
    markedDays: new Set<string>(),
    sigma: 1,
    sigmaQuarter: 1,
  };
  const { minutes } = scanMinutes(series, from, from + 180);
  expect(minutes.every((m) => m.expected === null && m.score === null && m.alarm === null)).toBe(
    true,
  );
});
