import { expect, test } from "vitest";
import { channelNames } from "./names";

const names = channelNames({
  storeMaps: [{ accountId: 4, externalCode: "N1", target: 3 }],
  skuMaps: [
    { accountId: 4, externalCode: "milk-1", target: 7 },
    { accountId: 4, externalCode: "milk-2", target: 7 },
    { accountId: 4, externalCode: "S8", target: 7 },
  ],
  skus: [
    { id: 7, code: "S7", barcode: "690" },
    { id: 8, code: "S8", barcode: "691" },
  ],
});

test("channelNames: a mapping wins over our own code, and that over a barcode", () => {
  expect(names.skuOf(4, "milk-1", "691")).toBe(7);
  expect(names.skuOf(4, "S8", "691")).toBe(7);
  expect(names.skuOf(5, "S8", "690")).toBe(8);
  expect(names.skuOf(5, "?", "690")).toBe(7);
  expect(names.skuOf(5, "?", null)).toBeNull();
  expect(names.skuOf(5, "?", "692")).toBeNull();
});

test("channelNames: a shop has no code but its mapping", () => {
  expect([names.storeOf(4, "N1"), names.storeOf(5, "N1")]).toEqual([3, null]);
  expect([names.shopKeyOf(4, 3), names.shopKeyOf(5, 3)]).toEqual(["N1", null]);
});

test("channelNames: outward the later mapping, else our own code", () => {
  expect([names.skuKeyOf(4, 7), names.skuKeyOf(4, 8), names.skuKeyOf(4, 9)]).toEqual([
    "S8",
    "S8",
    null,
  ]);
});
