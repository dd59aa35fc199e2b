import { expect, test } from "vitest";
import { clockAheadOf, freshnessOf } from "./freshness";

test("freshness: live to 3 s, late to 10 s, stale to 30 s, then lost", () => {
  expect([0, 3_000, 3_001, 10_000, 10_001, 30_000, 30_001].map(freshnessOf)).toEqual([
    "live",
    "live",
    "late",
    "late",
    "stale",
    "stale",
    "lost",
  ]);
});

test("clock: a delay a network can explain stays age; anything else is a wrong clock", () => {
  expect(clockAheadOf(120)).toBe(0);
  expect(clockAheadOf(-40)).toBe(-40);
  expect(clockAheadOf(3_600_000)).toBe(3_600_000);
});
