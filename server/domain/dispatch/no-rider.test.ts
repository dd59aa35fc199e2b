import { expect, test } from "vitest";
import { NO_RIDER_LIMITS, noRiderCase, noRiderCause } from "./no-rider";

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

test("noRiderCase: one a parcel, with its money and why; found late it still says something", () => {
  const unridden = { id: 9, storeId: 3, orderId: 41, accountId: 4, paidFen: 990, ...parcel };
  expect(noRiderCase(unridden, NOW + minutes(1))).toMatchObject({
    code: "NO_RIDER",
    subject: "parcel:9",
    orderId: 41,
    fulfilmentId: 9,
    accountId: 4,
    storeId: 3,
    cause: "已等骑手 5 分钟，仍无骑手接单",
    data: parcel,
    riskFen: 990,
    dueAt: NOW + minutes(6),
  });
  expect(noRiderCase(unridden, NOW).cause).toBe("仍无骑手接单");
});
