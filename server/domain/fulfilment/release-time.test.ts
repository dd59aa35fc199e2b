import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { PARCEL_RULES } from "../rules";
import { releaseAt } from "./release-time";

const now = 1_795_000_000_000 as Instant;
const inMinutes = (n: number) => (now + n * 60_000) as Instant;

test("releaseAt: so long before the window that it can be kept; at once where that is over, or no window", () => {
  expect(releaseAt(inMinutes(20 * 60), now, PARCEL_RULES.release)).toBe(inMinutes(20 * 60 - 45));
  expect(releaseAt(inMinutes(45), now, PARCEL_RULES.release)).toBeNull();
  expect(releaseAt(inMinutes(-60), now, PARCEL_RULES.release)).toBeNull();
  expect(releaseAt(null, now, PARCEL_RULES.release)).toBeNull();
  expect(releaseAt(inMinutes(60), now, { leadMs: 10 * 60_000 })).toBe(inMinutes(50));
});
