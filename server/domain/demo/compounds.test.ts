import { expect, test } from "vitest";
import { seededRng } from "../kernel/rng";
import { demoCity } from "./city";
import { demoCompounds, movedBy } from "./compounds";

test("demoCompounds: sixty names, each within riding distance of its shop", () => {
  const city = demoCity(7);
  const compounds = demoCompounds(city, seededRng(7));
  expect(new Set(compounds.map((compound) => compound.name)).size).toBe(60);
  for (const compound of compounds) {
    const store = city.stores.find((one) => one.code === compound.storeCode);
    const east = ((compound.lngE6 - (store?.lngE6 ?? 0)) / 104) * 10;
    const north = ((compound.latE6 - (store?.latE6 ?? 0)) / 90) * 10;
    expect(Math.hypot(east, north)).toBeGreaterThan(300);
    expect(Math.hypot(east, north)).toBeLessThan(1_500);
  }
});

test("movedBy: 100 m east and 100 m south", () => {
  const from = { lngE6: 120_000_000, latE6: 30_000_000 };
  expect(movedBy(from, { eastMetres: 100, northMetres: -100 })).toEqual({
    lngE6: 120_001_040,
    latE6: 29_999_100,
  });
});
