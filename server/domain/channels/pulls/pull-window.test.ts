import { expect, test } from "vitest";
import type { Instant } from "../../kernel/instant";
import { pullFrom } from "./pull-window";

const MINUTE = 60_000;
const now = (100 * 24 * 60 * MINUTE) as Instant;

test("pullFrom: windows overlap, the first looks ten minutes back, none more than a day", () => {
  expect(now - pullFrom(now - MINUTE, now)).toBe(6 * MINUTE);
  expect(now - pullFrom(null, now)).toBe(10 * MINUTE);
  expect(now - pullFrom(now - 48 * 60 * MINUTE, now)).toBe(24 * 60 * MINUTE);
});
