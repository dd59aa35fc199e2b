import { expect, test } from "vitest";
import { fitPlaces } from "./projection";

const frame = { width: 600, height: 500 };
const shop = (lng: number, lat: number) => ({ lngE6: lng * 1e6, latE6: lat * 1e6 });

test("projection: every shop is inside the padded frame, north is up, east is right", () => {
  const shops = [shop(120.02, 30.18), shop(120.34, 30.35), shop(120.2, 30.3)];
  const project = fitPlaces(shops, frame);
  if (!project) throw new Error("no projection");
  for (const { lngE6, latE6 } of shops) {
    const { x, y } = project(lngE6 / 1e6, latE6 / 1e6);
    expect(x).toBeGreaterThanOrEqual(59);
    expect(x).toBeLessThanOrEqual(541);
    expect(y).toBeGreaterThanOrEqual(49);
    expect(y).toBeLessThanOrEqual(451);
  }
  expect(project(120.3, 30.2).x).toBeGreaterThan(project(120.1, 30.2).x);
  expect(project(120.2, 30.3).y).toBeLessThan(project(120.2, 30.2).y);
});

test("projection: one shop stands in the middle, none has no projection", () => {
  expect(fitPlaces([shop(120.2, 30.3)], frame)?.(120.2, 30.3)).toEqual({ x: 300, y: 250 });
  expect(fitPlaces([], frame)).toBeNull();
});
