import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { AHEAD_MS, behindOf, heldPing, holdMoments, shanghaiClock } from "./clock";
import type { ChannelFact, ChannelOrder, Decoded } from "./message";
import { UNTOLD } from "./unset";

const ARRIVAL = Date.UTC(2026, 10, 28, 2, 0, 0) as Instant;
const DAY = 86_400_000;
const at = (ms: number) => (ARRIVAL + ms) as Instant;

const orderAt = (moment: Instant, change: Partial<ChannelOrder> = {}): Decoded => ({
  type: "order",
  order: {
    placedAt: moment,
    paidAt: moment,
    versionAt: moment,
    device: "T07",
    ...change,
  } as ChannelOrder,
});
const held = (item: Decoded, topic = "pos-sales") => holdMoments(item, { at: ARRIVAL, topic });
const times = (item: Decoded) => {
  if (item.type !== "order") throw new Error(item.type);
  return [item.order.placedAt, item.order.paidAt, item.order.versionAt];
};

test("holdMoments: tomorrow, 2036 and 1970 are the arrival, and say whose clock it was", () => {
  for (const told of [at(DAY), Date.UTC(2036, 10, 27, 20) as Instant, 191_000 as Instant]) {
    const { item, stray } = held(orderAt(told));
    expect(times(item)).toEqual([ARRIVAL, ARRIVAL, ARRIVAL]);
    expect(stray).toEqual({ told, device: "T07", step: null });
  }
});

test("holdMoments: a till's queue of a week stays as it is; a few minutes ahead are now, and nobody's fault", () => {
  const old = at(-7 * DAY);
  expect(held(orderAt(old))).toEqual({ item: orderAt(old), stray: null });
  expect(held(orderAt(at(-7 * DAY - 1))).stray?.told).toBe(at(-7 * DAY - 1));
  const soon = held(orderAt(at(AHEAD_MS)));
  expect(times(soon.item)).toEqual([ARRIVAL, ARRIVAL, at(AHEAD_MS)]);
  expect(soon.stray).toBeNull();
  expect(held(orderAt(at(AHEAD_MS + 1))).stray).not.toBeNull();
});

test("holdMoments: what we asked a platform for may be of any age, a file of a month, a step of a day", () => {
  const long = at(-100 * DAY);
  expect(held(orderAt(long), "detail").stray).toBeNull();
  expect(held(orderAt(at(-20 * DAY)), "file").stray).toBeNull();
  expect(held(orderAt(long), "file").stray).not.toBeNull();
  const step = { kind: "task", taskId: 1, to: "delivered", at: at(-2 * DAY) } as const;
  expect(held({ type: "step", step }, "rider-events")).toEqual({
    item: { type: "step", step: { ...step, at: ARRIVAL } },
    stray: { told: step.at, device: null, step },
  });
  expect(behindOf("constructor")).toBe(7 * DAY);
});

test("holdMoments: a moment nobody told is the arrival, without a case", () => {
  const { item, stray } = held(orderAt(UNTOLD, { paidAt: null }));
  expect(times(item)).toEqual([ARRIVAL, null, ARRIVAL]);
  expect(stray).toBeNull();
});

test("holdMoments: news keep their few minutes ahead; the time to answer runs from the same moment", () => {
  const fact = (moment: Instant): Decoded => {
    const told = { kind: "application", at: moment, answerBy: (moment + 600_000) as Instant };
    return { type: "fact", fact: told as ChannelFact };
  };
  expect(held(fact(at(60_000))).item).toEqual(fact(at(60_000)));
  expect(held(fact(at(DAY))).item).toEqual(fact(ARRIVAL));
});

test("holdMoments: a count of last month is no count of now, one of tomorrow is", () => {
  const report = (asOf: Instant) => ({ type: "report", report: { asOf } }) as Decoded;
  expect(held(report(at(-30 * DAY)))).toEqual({ item: report(at(-30 * DAY)), stray: null });
  expect(held(report(at(DAY))).item).toEqual(report(ARRIVAL));
});

test("holdMoments: whatever a clock says, an order is never placed after its arrival nor long before, and again the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e14, max: 1e14 }), (ms) => {
      const once = held(orderAt(ms as Instant));
      const [placedAt = 0, , versionAt = 0] = times(once.item);
      expect(placedAt).toBeLessThanOrEqual(ARRIVAL);
      expect(placedAt).toBeGreaterThanOrEqual(ARRIVAL - 7 * DAY);
      expect(versionAt).toBeLessThanOrEqual(ARRIVAL + AHEAD_MS);
      expect(held(once.item).item).toEqual(once.item);
      expect(held(orderAt(ms as Instant))).toEqual(once);
    }),
  );
});

test("heldPing: a phone in 1970 or tomorrow is one of now", () => {
  expect(heldPing(191_000 as Instant, ARRIVAL)).toEqual({ at: ARRIVAL, isWrong: true });
  expect(heldPing(at(DAY), ARRIVAL)).toEqual({ at: ARRIVAL, isWrong: true });
  expect(heldPing(at(30_000), ARRIVAL)).toEqual({ at: ARRIVAL, isWrong: false });
  expect(heldPing(at(-30_000), ARRIVAL)).toEqual({ at: at(-30_000), isWrong: false });
});

test("shanghaiClock: any year, in Shanghai", () => {
  expect(shanghaiClock(Date.UTC(2036, 10, 27, 20) as Instant)).toBe("2036-11-28 04:00:00");
  expect(shanghaiClock(191_000 as Instant)).toBe("1970-01-01 08:03:11");
  expect(shanghaiClock((-8 * 3_600_000) as Instant)).toBe("1970-01-01 00:00:00");
  expect(shanghaiClock((-1_000 - 8 * 3_600_000) as Instant, true)).toBe("19691231235959");
});
