import { expect, test } from "vitest";
import { RiderMotion } from "./rider-motion";

const project = (lng: number, lat: number) => ({ x: lng, y: lat });

test("riders: half-way between two readings they are half-way on the glass", () => {
  const motion = new RiderMotion();
  motion.update([[1, 120_000_000, 30_000_000, 1, 2]], 0);
  motion.update([[1, 120_001_000, 30_000_000, 1, 2]], 1_000);
  expect(motion.spots(project, 1_575)[0]?.x).toBeCloseTo(120.0005, 6);
  expect(motion.spots(project, 5_000)[0]?.x).toBeCloseTo(120.001, 6);
});

test("riders: a corrected position is taken at once", () => {
  const motion = new RiderMotion();
  motion.update([[1, 120_000_000, 30_000_000, 0, 2]], 0);
  motion.update([[1, 120_300_000, 30_000_000, 0, 2]], 1_000);
  expect(motion.spots(project, 1_000)[0]?.x).toBeCloseTo(120.3, 6);
});

test("riders: silent for a minute they are ghosts, also when the figures stop coming", () => {
  const motion = new RiderMotion();
  motion.update(
    [
      [1, 120_000_000, 30_000_000, 1, 61],
      [2, 120_000_000, 30_000_000, 0, 5],
    ],
    0,
  );
  expect(motion.spots(project, 0).map(({ kind }) => kind)).toEqual(["ghost", "idle"]);
  expect(motion.spots(project, 56_000).map(({ kind }) => kind)).toEqual(["ghost", "ghost"]);
});

test("riders: who went off shift disappears", () => {
  const motion = new RiderMotion();
  motion.update([[1, 120_000_000, 30_000_000, 1, 2]], 0);
  motion.update([], 1_000);
  expect(motion.spots(project, 1_000)).toEqual([]);
});
