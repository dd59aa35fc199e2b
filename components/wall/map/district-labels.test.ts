import { expect, test } from "vitest";
import { isInside, placeLabels } from "./district-labels";

const square = (left: number, top: number, side: number) => [
  [
    { x: left, y: top },
    { x: left + side, y: top },
    { x: left + side, y: top + side },
    { x: left, y: top + side },
  ],
];
const frame = { width: 400, height: 400 };
const size = { width: 60, height: 24, clearance: 10 };

test("inside: by the even–odd rule, so a hole is outside", () => {
  const withHole = [...square(0, 0, 100), ...square(40, 40, 20)];
  expect(isInside({ x: 10, y: 10 }, withHole)).toBe(true);
  expect(isInside({ x: 50, y: 50 }, withHole)).toBe(false);
  expect(isInside({ x: 150, y: 50 }, withHole)).toBe(false);
});

test("labels: near the middle of what is visible, and away from a shop standing there", () => {
  const district = { name: "A", rings: square(0, 0, 400) };
  const [free] = placeLabels([district], [], { frame, size });
  expect(Math.hypot((free?.x ?? 0) - 200, (free?.y ?? 0) - 200)).toBeLessThan(30);
  const [moved] = placeLabels([district], [{ x: 200, y: 200 }], { frame, size });
  expect(moved && Math.abs(moved.x - 200) <= 40 && Math.abs(moved.y - 200) <= 22).toBe(false);
});

test("labels: a district without room stays unnamed, two names never touch", () => {
  const tiny = { name: "B", rings: square(0, 0, 20) };
  expect(placeLabels([tiny], [], { frame, size })).toEqual([]);
  const twice = { name: "A", rings: square(0, 0, 400) };
  const [a, b] = placeLabels([twice, { ...twice, name: "C" }], [], { frame, size });
  expect(a && b && (Math.abs(a.x - b.x) > 60 || Math.abs(a.y - b.y) > 24)).toBe(true);
});
