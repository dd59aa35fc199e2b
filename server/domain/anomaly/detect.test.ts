import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { countsByChannel, detectAnomaly, instantOf, minuteOf } from "./detect";
import type { MinuteSeries } from "./types";

const NOON = Date.UTC(2026, 2, 2, 4) / 60_000;
const AT = instantOf(NOON) as Instant;
const WEEK = 10_080;

/** A channel with 20 orders every minute of the last five weeks, but for what `today` says of minutes before noon. */
function steady(today: (ago: number) => number, more: Partial<MinuteSeries> = {}): MinuteSeries {
  const orders = new Map<number, number>();
  for (let week = 0; week <= 4; week += 1) {
    for (let ago = -5; ago <= 400; ago += 1) {
      orders.set(NOON - week * WEEK - ago, week === 0 && ago > 0 ? today(ago) : 20);
    }
  }
  const knownFrom = NOON - 5 * WEEK;
  return {
    orders,
    knownFrom,
    alarmed: new Set(),
    unheard: new Set(),
    markedDays: new Set(),
    sigma: 1,
    sigmaQuarter: 1,
    ...more,
  };
}

test("detectAnomaly: all as usual is normal; the band of an hour lies around it", () => {
  const verdict = detectAnomaly(
    steady(() => 20),
    AT,
  );
  expect(verdict).toMatchObject({
    state: "normal",
    kind: null,
    since: null,
    expected: 20,
    deviationBps: 0,
  });
  expect(verdict.band).toHaveLength(60);
  expect(verdict.band[0]?.at).toBe(instantOf(NOON - 60));
  expect(verdict.band.every((p) => (p.low ?? 99) < 20 && (p.high ?? 0) > 20 && !p.isAlarmed)).toBe(
    true,
  );
});

test("detectAnomaly: nothing for ten minutes is an outage of 200 missing orders", () => {
  const verdict = detectAnomaly(
    steady((ago) => (ago <= 10 ? 0 : 20)),
    AT,
  );
  expect(verdict).toMatchObject({ state: "firing", kind: "outage", since: instantOf(NOON - 10) });
  expect(verdict).toMatchObject({ deviationBps: -10_000, missingOrders: 200 });
  expect(verdict.band.filter((p) => p.isAlarmed)).toHaveLength(10);
});

test("detectAnomaly: the minute that is not over is not judged", () => {
  const series = steady(() => 20);
  (series.orders as Map<number, number>).set(NOON, 0);
  expect(detectAnomaly(series, (AT + 59_999) as Instant).state).toBe("normal");
});

test("detectAnomaly: half a fall is pending, a spike misses nothing", () => {
  expect(
    detectAnomaly(
      steady((ago) => (ago === 1 ? 7 : 20)),
      AT,
    ).state,
  ).toBe("pending");
  const spike = detectAnomaly(
    steady((ago) => (ago <= 4 ? 60 : 20)),
    AT,
  );
  expect(spike).toMatchObject({
    state: "firing",
    kind: "spike",
    missingOrders: 0,
    deviationBps: 20_000,
  });
});

test("detectAnomaly: an alarm older than the stretch is as old as its marks, and does not become the usual", () => {
  const alarmed = new Set(Array.from({ length: 300 }, (_, i) => NOON - 300 + i));
  const verdict = detectAnomaly(
    steady((ago) => (ago <= 300 ? 0 : 20), { alarmed }),
    AT,
  );
  expect(verdict).toMatchObject({ state: "firing", kind: "outage", expected: 20 });
  expect(verdict.since).toBe(instantOf(NOON - 300));
});

test("detectAnomaly: rain raises the expected after a while, and two hours of it are no alarm", () => {
  const verdict = detectAnomaly(
    steady((ago) => (ago <= 170 ? 26 : 20)),
    AT,
  );
  expect(verdict.state).toBe("normal");
  expect(verdict.expected).toBeGreaterThan(25);
});

test("detectAnomaly: a little too few for half an hour tints and does not page", () => {
  const verdict = detectAnomaly(
    steady((ago) => (ago <= 12 ? 14 : 20)),
    AT,
  );
  expect(verdict.state).toBe("normal");
  expect(verdict.isDrifting).toBe(true);
});

test("detectAnomaly: a new channel has no expectation and no alarm", () => {
  const series = steady(() => 0, { knownFrom: NOON - WEEK });
  const verdict = detectAnomaly(series, AT);
  expect(verdict).toMatchObject({
    state: "normal",
    kind: null,
    expected: null,
    deviationBps: null,
  });
  expect(verdict.band.every((p) => p.low === null && p.high === null)).toBe(true);
});

test("countsByChannel: rows of one minute add up; a moment belongs to the minute that holds it", () => {
  const row = (channel: string, minute: number, orders: number) => ({
    channel,
    orders,
    minuteAt: instantOf(minute),
  });
  const counts = countsByChannel([row("app", NOON, 3), row("pos", NOON, 1), row("app", NOON, 4)]);
  expect(counts.get("app")?.get(NOON)).toBe(7);
  expect(counts.get("pos")?.get(NOON)).toBe(1);
  expect(minuteOf((AT + 59_999) as Instant)).toBe(NOON);
});

test("detectAnomaly: minutes in which we did not listen are no outage, and one that stood before them still stands", () => {
  const unheard = new Set([NOON - 5, NOON - 4, NOON - 3]);
  const silentFor = (minutes: number) => (ago: number) =>
    ago <= minutes && (minutes > 5 || !(ago < 3)) ? 0 : 20;
  const restarted = detectAnomaly(steady(silentFor(5), { unheard }), AT);
  expect(restarted).toMatchObject({ state: "normal", since: null, missingOrders: 0 });
  const broken = detectAnomaly(steady(silentFor(10), { unheard }), AT);
  expect(broken).toMatchObject({
    state: "firing",
    kind: "outage",
    since: instantOf(NOON - 10),
    missingOrders: 140,
  });
});
