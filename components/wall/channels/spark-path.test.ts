import { expect, test } from "vitest";
import { sparkStrokes } from "./spark-path";

const box = { width: 12, height: 12, inset: 1 };

test("spark: the highest minute touches the top, zero the ground", () => {
  expect(sparkStrokes([0, 5, 10], box)).toEqual([
    [
      { x: 1, y: 11 },
      { x: 6, y: 6 },
      { x: 11, y: 1 },
    ],
  ]);
});

test("spark: an unknown minute breaks the line instead of reaching zero", () => {
  const strokes = sparkStrokes([4, null, 4, 4], box);
  expect(strokes.map((stroke) => stroke.length)).toEqual([1, 2]);
});

test("spark: all zero lies on the ground, nothing known draws nothing", () => {
  expect(sparkStrokes([0, 0], box)[0]?.every(({ y }) => y === 11)).toBe(true);
  expect(sparkStrokes([null, null], box)).toEqual([]);
});
