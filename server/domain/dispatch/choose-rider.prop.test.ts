import fc from "fast-check";
import { expect, test } from "vitest";
import { distanceMetres } from "./choose-rider";

const EARTH_METRES = 6_371_008.8;
const radians = (e6: number) => (e6 / 1e6 / 180) * Math.PI;

/** The great circle, in metres. */
function haversine(a: Point, b: Point): number {
  const half = (x: number, y: number) => Math.sin((radians(x) - radians(y)) / 2) ** 2;
  const across = Math.cos(radians(a.latE6)) * Math.cos(radians(b.latE6));
  const h = half(a.latE6, b.latE6) + across * half(a.lngE6, b.lngE6);
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(h));
}

type Point = { lngE6: number; latE6: number };
/** From Hainan to the Amur. */
const points = fc.record({
  lngE6: fc.integer({ min: 73_000_000, max: 135_000_000 }),
  latE6: fc.integer({ min: 18_000_000, max: 53_000_000 }),
});
const ways = fc.record({
  metres: fc.integer({ min: 1, max: 50_000 }),
  bearing: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
});

test("distanceMetres: within 0.5 % of the great circle, at every latitude of the country", () => {
  const reach = fc.property(points, ways, (from, { metres, bearing }) => {
    const north = (metres * Math.cos(bearing)) / 111_195;
    const east = (metres * Math.sin(bearing)) / 111_195 / Math.cos(radians(from.latE6));
    const to = {
      latE6: Math.min(53_000_000, Math.max(18_000_000, from.latE6 + Math.round(north * 1e6))),
      lngE6: from.lngE6 + Math.round(east * 1e6),
    };
    const truth = haversine(from, to);
    // Half a metre is what whole metres leave out.
    expect(Math.abs(distanceMetres(from, to) - truth)).toBeLessThanOrEqual(truth * 0.005 + 0.5);
    expect(distanceMetres(to, from)).toBe(distanceMetres(from, to));
  });
  fc.assert(reach, { numRuns: 2_000 });
});
