import fc from "fast-check";
import { expect, test } from "vitest";
import { countTry, LADDERS, type Ladder, type Tries, takeBack, waitBefore } from "./backoff";

const NONE: Tries = { level: 0, at: 0 };
const ladder: Ladder = { free: 3, firstMs: 10_000, maxMs: 60_000, forgetMs: 300_000 };

function tryTimes(n: number, rule: Ladder = ladder): Tries {
  let tries = NONE;
  for (let i = 0; i < n; i += 1) tries = countTry(tries, { ladder: rule, now: i });
  return tries;
}

test("backoff: the first tries are free, then the wait doubles up to its limit", () => {
  const waits = [1, 2, 3, 4, 5, 6, 9].map((n) => waitBefore(tryTimes(n), ladder, n - 1));
  expect(waits).toEqual([0, 0, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test("backoff: a wait ends, and tries are forgotten one by one", () => {
  const tries = tryTimes(3);
  expect(waitBefore(tries, ladder, 2 + 9_999)).toBe(1);
  expect(waitBefore(tries, ladder, 2 + 10_000)).toBe(0);
  const later = countTry(tries, { ladder, now: 2 + 2 * ladder.forgetMs });
  expect(Math.round(later.level)).toBe(2);
});

test("backoff: a right password leaves nothing behind, however often", () => {
  let tries = NONE;
  for (let i = 0; i < 200; i += 1) tries = takeBack(countTry(tries, { ladder, now: i }));
  expect(waitBefore(tries, ladder, 200)).toBe(0);
});

test("backoff: nobody waits for longer than the ladder's limit, whatever the clock does", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e7 })), fc.integer(), (moments, now) => {
      const tries = moments.reduce((held, at) => countTry(held, { ladder, now: at }), NONE);
      const wait = waitBefore(tries, ladder, now);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(ladder.maxMs);
    }),
  );
});

test("backoff: who tries an account from everywhere holds its owner up for half a minute at most", () => {
  expect(waitBefore(tryTimes(500, LADDERS.account), LADDERS.account, 499)).toBe(30_000);
});
