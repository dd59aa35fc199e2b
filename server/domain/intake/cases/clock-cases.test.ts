import { expect, test } from "vitest";
import type { DeviceStep } from "@/server/domain/channels";
import { heardOrder, minutesLater } from "@/tests/samples/order";
import { SAMPLE_AT } from "@/tests/samples/sample-model";
import { clockCase, clockCases } from "./clock-cases";

const stray = (id: number, device: string | null, step: DeviceStep | null = null) => ({
  ...heardOrder({}, { id }),
  stray: { told: minutesLater(60 * 24 * 400), device, step },
});

test("clockCases: one a device and day, however often it tells", () => {
  const cases = clockCases([stray(1, "T1"), stray(2, "T1"), stray(3, "T2")], new Map(), 5);
  expect(cases.map((c) => c.subject)).toEqual(["clock:1:T1:2026-01-01", "clock:1:T2:2026-01-01"]);
  expect(cases[0]).toMatchObject({ code: "CLOCK_WRONG", dueAt: 5, data: { inboxId: 1 } });
});

test("clockCases: a step's clock is that of whose parcel it is", () => {
  const step: DeviceStep = {
    kind: "parcel",
    fulfilmentId: 9,
    to: "picked",
    at: SAMPLE_AT,
    picked: [],
  };
  const [one] = clockCases([stray(1, null, step)], new Map([["parcel:9", "S3"]]), 5);
  expect(one?.cause).toContain("APP S3 的时钟不准");
});

test("clockCase: where no message is kept none is named", () => {
  const told = { sender: "骑手", told: SAMPLE_AT, at: SAMPLE_AT, inboxId: null };
  expect(clockCase({ accountId: 1, subject: "s", dueAt: 1 }, told).data).not.toHaveProperty(
    "inboxId",
  );
});
