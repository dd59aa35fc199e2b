import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { releaseAt } from "./release-time";

const now = 1_795_000_000_000 as Instant;
const inMinutes = (n: number) => (now + n * 60_000) as Instant;

test("releaseAt: so long before the window that it can be kept; at once where that is over, or no window", () => {
  expect(releaseAt(inMinutes(20 * 60), now)).toBe(inMinutes(20 * 60 - 45));
  expect(releaseAt(inMinutes(45), now)).toBeNull();
  expect(releaseAt(inMinutes(-60), now)).toBeNull();
  expect(releaseAt(null, now)).toBeNull();
  expect(releaseAt(inMinutes(60), now, 10 * 60_000)).toBe(inMinutes(50));
});
