import { expect, test } from "vitest";
import { findDifferences, isSafeToTell } from "./compare-figures";
import type { PublishedRow } from "./types";

const want = (more: Partial<PublishedRow> = {}): PublishedRow => ({
  kind: "stock",
  skuId: 7,
  wanted: 5,
  isClean: true,
  isSettled: true,
  ...more,
});
const lists = (stock: number | null, priceFen: number | null) => () => ({ stock, priceFen });
const nothing = () => undefined;

test("findDifferences: pieces against pieces, fen against fen", () => {
  const price = want({ kind: "price", wanted: 990 });
  expect(findDifferences([want(), price], lists(5, 990))).toEqual([]);
  expect(findDifferences([want(), price], lists(4, 980)).map((d) => [d.kind, d.shown])).toEqual([
    ["stock", 4],
    ["price", 980],
  ]);
});

test("findDifferences: what is under way, and what nobody can read, is none", () => {
  expect(findDifferences([want({ isClean: false })], lists(4, null))).toEqual([]);
  expect(findDifferences([want()], lists(null, 4))).toEqual([]);
});

test("findDifferences: an article it should sell and does not list; of none it need not list anything", () => {
  expect(findDifferences([want()], nothing)).toMatchObject([{ wanted: 5, shown: null }]);
  expect(findDifferences([want({ wanted: 0 })], nothing)).toEqual([]);
  expect(findDifferences([want({ kind: "price" })], nothing)).toEqual([]);
});

test("isSafeToTell: untouched for a while, and listed", () => {
  const [listed] = findDifferences([want()], lists(4, null));
  const [fresh] = findDifferences([want({ isSettled: false })], lists(4, null));
  const [unlisted] = findDifferences([want()], nothing);
  expect([listed, fresh, unlisted].map((d) => isSafeToTell(d!))).toEqual([true, false, false]);
});
