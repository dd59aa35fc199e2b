import { expect, test } from "vitest";
import { toGcj02 } from "./coordinates";

test("toGcj02: degrees or micro-degrees, Baidu's and GPS's points moved, the unnamed taken as GCJ-02", () => {
  const here = { lngE6: 120_153_576, latE6: 30_287_459 };
  expect(toGcj02(120.153576, 30.287459, "")).toEqual(here);
  expect(toGcj02(120_153_576, 30_287_459, "gcj-02")).toEqual(here);
  const baidu = toGcj02(120.160112, 30.293377, "BD09");
  expect(Math.abs((baidu?.lngE6 ?? 0) - here.lngE6)).toBeLessThan(1_000);
  const gps = toGcj02(120.153576, 30.287459, "WGS84");
  expect(Math.abs((gps?.lngE6 ?? 0) - here.lngE6)).toBeGreaterThan(1_000);
});

test("toGcj02: no point, a point outside China's reach or an unknown datum is no evidence", () => {
  for (const [lng, lat, datum] of [
    [Number.NaN, 30, ""],
    [0, 0, ""],
    [30, 120, ""],
    [120, 30, "CGCS9"],
  ] as const) {
    expect(toGcj02(lng, lat, datum)).toBeNull();
  }
});
