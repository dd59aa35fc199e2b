import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { PARCEL_RULES } from "../rules";
import { holdUntil as hold } from "./hold-time";

const now = 1_795_000_000_000 as Instant;
const promise = (minutes: number) => (now + minutes * 60_000) as Instant;

const holdUntil = (promiseAt: Instant, at: Instant) => hold(promiseAt, at, PARCEL_RULES.wait);

test("holdUntil: waits a tenth of the slack, never above 90 s, not at all when slack is gone", () => {
  expect(holdUntil(promise(28), now)).toBe(now + 60_000);
  expect(holdUntil(promise(240), now)).toBe(now + 90_000);
  expect(holdUntil(promise(19), now)).toBeNull();
  expect(holdUntil(promise(-5), now)).toBeNull();
});
