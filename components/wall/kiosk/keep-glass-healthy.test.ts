import { expect, test } from "vitest";
import { orbitAt } from "./keep-glass-healthy";

test("orbit: sixteen places within six units, then the first again", () => {
  const places = Array.from({ length: 16 }, (_, step) => orbitAt(step));
  expect(new Set(places.map(({ xU, yU }) => `${xU},${yU}`)).size).toBe(16);
  for (const { xU, yU } of places)
    expect(Math.max(Math.abs(xU), Math.abs(yU))).toBeLessThanOrEqual(6);
  expect(orbitAt(16)).toEqual(orbitAt(0));
});
