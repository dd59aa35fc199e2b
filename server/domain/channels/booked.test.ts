import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { bookedFrom } from "./booked";

test("bookedFrom: a moment that was booked is the end of half an hour", () => {
  const to = 1_795_000_000_000 as Instant;
  expect(to - bookedFrom(to)).toBe(30 * 60_000);
});
