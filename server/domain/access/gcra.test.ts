import { expect, test } from "vitest";
import { gcraLimiter } from "./gcra";

test("gcra: the burst is exact to one, then one per step", () => {
  const pass = gcraLimiter();
  const at = (ms: number) => pass("a", 10, 5, ms) === null;
  expect([0, 0, 0, 0, 0, 0].map(at)).toEqual([true, true, true, true, true, false]);
  expect([99, 100, 100].map(at)).toEqual([false, true, false]);
  expect(pass("b", 10, 5, 100)).toBeNull();
});

test("gcra: over ten seconds it admits rate × time + burst, within a thousandth", () => {
  const pass = gcraLimiter();
  let admitted = 0;
  for (let ms = 0; ms < 10_000; ms += 1) if (pass("k", 200, 20, ms) === null) admitted += 1;
  expect(Math.abs(admitted - (2_000 + 19))).toBeLessThanOrEqual(2);
});

test("gcra: a clock that steps back an hour does not lock anybody out", () => {
  const pass = gcraLimiter();
  for (let i = 0; i < 5; i += 1) pass("a", 10, 5, 3_600_000);
  expect(pass("a", 10, 5, 600)).toBeLessThanOrEqual(1_000);
  expect(pass("a", 10, 5, 1_700)).toBeNull();
});
