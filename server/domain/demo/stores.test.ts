import { expect, test } from "vitest";
import { DEMO_STORES } from "./stores";

test("stores: twelve, each in Hangzhou, most within 8 km of the middle one", () => {
  expect(DEMO_STORES.map((store) => store.code)).toEqual(
    Array.from({ length: 12 }, (_, i) => `S${String(i + 1).padStart(2, "0")}`),
  );
  const near = DEMO_STORES.filter((store) => {
    const east = ((store.lngE6 - 120_150_000) / 104) * 10;
    const north = ((store.latE6 - 30_270_000) / 90) * 10;
    expect(Math.hypot(east, north)).toBeLessThan(15_000);
    return Math.hypot(east, north) < 8_000;
  });
  expect(near.length).toBeGreaterThanOrEqual(9);
});
