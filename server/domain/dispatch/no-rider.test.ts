import { expect, test } from "vitest";
import { NO_RIDER_LIMITS, noRiderCause } from "./no-rider";

const NOW = Date.UTC(2025, 0, 6, 4);
const minutes = (n: number) => n * 60_000;
const parcel = { waitingSince: NOW - minutes(4), promiseAt: NOW + minutes(20) };

test("noRiderCause: a parcel waits five minutes for a rider, not longer", () => {
  expect(noRiderCause(parcel, NOW)).toBeNull();
  expect(noRiderCause(parcel, NOW + minutes(1) - 1)).toBeNull();
  expect(noRiderCause(parcel, NOW + minutes(1))).toBe("已等骑手 5 分钟，仍无骑手接单");
  expect(noRiderCause(parcel, NOW, { ...NO_RIDER_LIMITS, waitMinutes: 4 })).toMatch("4 分钟");
});

test("noRiderCause: near its promise it waits no longer, picked or not", () => {
  const unpicked = { waitingSince: null, promiseAt: NOW + minutes(10) };
  expect(noRiderCause(unpicked, NOW - 1)).toBeNull();
  expect(noRiderCause(unpicked, NOW)).toBe("距承诺送达只剩 10 分钟，仍无骑手接单");
  expect(noRiderCause(unpicked, NOW + minutes(13))).toBe("已过承诺送达时间 3 分钟，仍无骑手接单");
});
