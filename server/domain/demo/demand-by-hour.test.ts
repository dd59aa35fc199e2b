import { expect, test } from "vitest";
import { demandLevel } from "./demand-by-hour";

test("demandLevel: dinner is the top of the day, the small hours its bottom, and nothing jumps", () => {
  const at = (hour: number) => demandLevel(Date.UTC(2026, 10, 22, hour - 8));
  expect(at(18)).toBe(1.6);
  expect(at(26)).toBe(0.35);
  for (let m = 0; m < 1440; m += 1) {
    const here = demandLevel(Date.UTC(2026, 10, 22, 0, m));
    expect(Math.abs(here - demandLevel(Date.UTC(2026, 10, 22, 0, m + 1)))).toBeLessThan(0.01);
  }
});
