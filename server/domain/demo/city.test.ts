import { expect, test } from "vitest";
import { demoCity } from "./city";

test("demoCity: the same seed gives the same city, another seed another", () => {
  expect(JSON.stringify(demoCity(7))).toBe(JSON.stringify(demoCity(7)));
  expect(JSON.stringify(demoCity(8))).not.toBe(JSON.stringify(demoCity(7)));
});

test("demoCity: every shop has five riders or more, two with a cold box", () => {
  const city = demoCity(7);
  for (const store of city.stores) {
    const riders = city.riders.filter((rider) => rider.storeCode === store.code);
    expect(riders.length).toBeGreaterThanOrEqual(5);
    expect(riders.filter((rider) => rider.coldBox).length).toBeGreaterThanOrEqual(2);
  }
  expect(new Set(city.riders.map((rider) => rider.code)).size).toBe(city.riders.length);
});

test("openingStock: popular articles lie deep, a few places are nearly empty, asking twice is the same", () => {
  const city = demoCity(7);
  const pieces = city.stores.flatMap((store) =>
    city.skus.map((sku) => ({ sku, on: city.openingStock(store.code, sku) })),
  );
  const shallow = pieces.filter(({ on }) => on < 6).length;
  expect(shallow).toBeGreaterThan(15);
  expect(shallow).toBeLessThan(120);
  const hot = pieces.filter(({ sku, on }) => sku.popularity > 200 && on >= 6);
  expect(hot.every(({ on }) => on > 5_000)).toBe(true);
  const first = city.skus[0];
  if (first) expect(city.openingStock("S01", first)).toBe(city.openingStock("S01", first));
});
