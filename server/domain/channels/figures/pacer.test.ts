import { expect, test } from "vitest";
import { pacer } from "./pacer";

/** Turns taken when somebody asks every so many milliseconds. */
function turns(rate: number, everyMs: number, forMs: number): number[] {
  const pace = pacer(rate);
  const taken: number[] = [];
  for (let now = 1_000; now < 1_000 + forMs; now += everyMs) if (pace.take(now)) taken.push(now);
  return taken;
}

/** Whether a bucket of one second's calls, filled evenly, takes them all. */
function isWithin(rate: number, at: readonly number[]): boolean {
  let tokens = rate;
  let last = at[0] ?? 0;
  for (const now of at) {
    tokens = Math.min(rate, tokens + ((now - last) * rate) / 1_000);
    last = now;
    if (tokens < 1) return false;
    tokens -= 1;
  }
  return true;
}

test.each([1, 2, 5, 10, 20])(
  "%d calls a second: what a platform takes, and hardly less",
  (rate) => {
    for (const everyMs of [1, 7, 25, 40]) {
      const taken = turns(rate, everyMs, 60_000);
      expect(isWithin(rate, taken)).toBe(true);
      expect(taken.length).toBeGreaterThanOrEqual(Math.floor(60 * rate * (rate < 2 ? 0.9 : 0.95)));
    }
  },
);

test("a long rest is not made up for by a burst", () => {
  const pace = pacer(10);
  pace.take(1_000);
  expect([60_000, 60_001, 60_002].filter((now) => pace.take(now)).length).toBeLessThanOrEqual(3);
});

test("too many: two, four, eight seconds, as long as asked at least; an answer makes it forget", () => {
  const pace = pacer(10);
  expect([pace.slowDown(0, 0), pace.slowDown(0, 0), pace.slowDown(0, 0)]).toEqual([
    2_000, 4_000, 8_000,
  ]);
  expect(pace.slowDown(0, 60_000)).toBe(60_000);
  expect([pace.take(59_999), pace.take(60_000)]).toEqual([false, true]);
  pace.recovered();
  expect(pace.slowDown(0, 0)).toBe(2_000);
});

test("no answer: half a second, doubling, half a minute at most", () => {
  const pace = pacer(10);
  const waits = Array.from({ length: 8 }, () => pace.stumble(0));
  expect(waits.slice(0, 3)).toEqual([500, 1_000, 2_000]);
  expect(waits.at(-1)).toBe(30_000);
});
