import { expect, test } from "vitest";
import { seededRng } from "../kernel/rng";
import { demoCatalogue, ean13 } from "./catalogue";

test("demoCatalogue: 600 different articles with valid barcodes and sane figures", () => {
  const skus = demoCatalogue(seededRng(7));
  expect(skus).toHaveLength(600);
  expect(new Set(skus.map((sku) => sku.name)).size).toBe(600);
  expect(new Set(skus.map((sku) => sku.barcode)).size).toBe(600);
  expect(skus[0]?.code).toBe("K0001");
  for (const sku of skus) {
    expect(ean13(sku.barcode.slice(0, 12))).toBe(sku.barcode);
    expect(sku.priceFen).toBeGreaterThanOrEqual(100);
    expect(sku.costFen).toBeLessThan(sku.priceFen);
    expect(Number.isSafeInteger(sku.priceFen + sku.costFen + sku.weightGrams + sku.volumeMl)).toBe(
      true,
    );
    expect(sku.popularity).toBeGreaterThanOrEqual(1);
  }
});

test("demoCatalogue: many names hold 牛奶, all four zones are there, a few articles are very popular", () => {
  const skus = demoCatalogue(seededRng(7));
  expect(skus.filter((sku) => sku.name.includes("牛奶")).length).toBeGreaterThan(50);
  expect(new Set(skus.map((sku) => sku.zone)).size).toBe(4);
  expect(skus.filter((sku) => sku.popularity > 100).length).toBeLessThan(10);
  expect(skus.find((sku) => sku.popularity === 400)?.name).toContain("鲜牛奶");
});

test("ean13: a known check digit, and nothing but digits", () => {
  expect(ean13("400638133393")).toBe("4006381333931");
  expect(() => ean13("69000000000")).toThrow("twelve digits");
});
