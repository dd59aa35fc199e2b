import { expect, test } from "vitest";
import { ASSORTMENT } from "./assortment";

test("assortment: 600 articles in families that are big enough", () => {
  expect(ASSORTMENT.reduce((sum, family) => sum + family.count, 0)).toBe(600);
  for (const family of ASSORTMENT) {
    const products = family.products.split(" ");
    expect(products.every((text) => /^\S+:\d+(\.\d)?$/.test(text))).toBe(true);
    expect(products.length * family.packs.length * family.brands.length).toBeGreaterThanOrEqual(
      family.count,
    );
  }
});
