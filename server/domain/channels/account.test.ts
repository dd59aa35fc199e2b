import { expect, test } from "vitest";
import { type Account, actsFor, SKEW_SECONDS_MAX, settingsOf } from "./account";

const device = (config: Record<string, unknown>) => ({ config }) as unknown as Account;

test("actsFor: those named, all with a star, nobody where nothing or nonsense is said", () => {
  expect(actsFor(device({ actsFor: ["S01", "S02"] }), "S02")).toBe(true);
  expect(actsFor(device({ actsFor: ["S01"] }), "S02")).toBe(false);
  expect(actsFor(device({ actsFor: "*" }), "S02")).toBe(true);
  expect(actsFor(device({}), "S01")).toBe(false);
  expect(actsFor(device({ actsFor: "S01" }), "S01")).toBe(false);
  expect(actsFor(device({ actsFor: { S01: true } }), "S01")).toBe(false);
});

test("settingsOf: what is not said is as usual, and no message is believed longer than nonces are kept", () => {
  expect(settingsOf({})).toMatchObject({ skewSeconds: 300, autoAccept: true, promiseMinutes: 40 });
  expect(settingsOf({ autoAccept: false, actsFor: "*" })).toMatchObject({
    autoAccept: false,
    actsFor: "*",
    burst: 2_000,
  });
  expect(settingsOf({ skewSeconds: 60 }).skewSeconds).toBe(60);
  expect(settingsOf({ skewSeconds: 86_400 }).skewSeconds).toBe(SKEW_SECONDS_MAX);
});
