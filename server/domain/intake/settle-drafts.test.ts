import { expect, test } from "vitest";
import type { Draft } from "./draft-order";
import { type Decided, settleDrafts } from "./settle-drafts";

const draft = () =>
  ({
    row: {
      id: 17,
      accountId: 1,
      storeId: 7,
      trade: "accepted",
      paidFen: 1_000,
      stock: "unreserved",
    },
    lines: [{ lineNo: 1, skuId: 401, ordered: 2, unassigned: 2, open: 0, paidFen: 1_000 }],
    moneyFault: null,
    odd: [],
  }) as unknown as Draft;
const people = { nameOf: () => "水", now: 0 };
const decided = (granted: number): Decided => ({
  plan: {
    parcels: [{ id: 101, status: "open" }],
    parts: granted > 0 ? [{ parcelId: 101, orderId: 17, lineNo: 1, skuId: 401, qty: granted }] : [],
  } as unknown as Decided["plan"],
  grantsOf: () => [{ orderId: 17, lineNo: 1, storeId: 7, draws: [], qty: 2, granted }],
});

test("settleDrafts: an order knows its parcel and its goods before it is a row", () => {
  const one = draft();
  expect(settleDrafts([one], decided(2), people)).toEqual([]);
  expect(one.row).toMatchObject({ stock: "unreserved", fulfil: "open", leadFulfilmentId: 101 });
  expect(one.lines[0]).toMatchObject({ open: 2, unassigned: 0 });
});

test("settleDrafts: what is wrong is counted on it; a shortage alone does not hold it", () => {
  const short = draft();
  expect(settleDrafts([short], decided(0), people).map((f) => f.code)).toEqual(["OUT_OF_STOCK"]);
  expect(short.row).toMatchObject({ openExceptions: 1, holds: 0, stock: "short" });
  const off = { ...draft(), moneyFault: "不平" };
  settleDrafts([off], decided(2), people);
  expect(off.row).toMatchObject({ openExceptions: 1, holds: 1 });
});
