import { expect, test } from "vitest";
import { TILL_TAG } from "../orders";
import { demandsOf, goneFrom, isBlocked, type Placing, placementOf, shelvesOf } from "./placing";

const placing = (change: Partial<Placing["row"]> = {}, isHeld = false): Placing => ({
  row: {
    id: 17,
    channel: "app",
    daySeq: 7,
    externalNo: "A1",
    storeId: 7,
    trade: "accepted",
    deliveryOwner: "self",
    doorKey: "cc",
    promiseFrom: null,
    promiseAt: 9,
    tags: [],
    lngE6: null,
    latE6: null,
    ...change,
  },
  phone: { full: "aa", mask: null },
  surname: "顾",
  isHeld,
  isDoubted: false,
  lines: [
    {
      orderId: 17,
      lineNo: 1,
      skuId: 401,
      sku: { id: 401, zone: "ambient", weightGrams: 550, volumeMl: 600 },
      draws: [{ skuId: 401, per: 1 }],
      unassigned: 2,
    },
    { orderId: 17, lineNo: 2, skuId: null, sku: null, draws: [], unassigned: 1 },
  ],
});
const grant = { orderId: 17, lineNo: 1, storeId: 7, draws: [], qty: 2, granted: 2 };

test("demandsOf: known goods of a known shop; what a till sold is gone", () => {
  expect(demandsOf(placing())).toMatchObject([{ lineNo: 1, qty: 2, isGone: false }]);
  expect(demandsOf(placing({ tags: [TILL_TAG] }))).toMatchObject([{ isGone: true }]);
  expect(demandsOf(placing({ storeId: null }))).toEqual([]);
  expect(demandsOf({ ...placing(), isDoubted: true })).toEqual([]);
  expect(shelvesOf([placing()])).toEqual([{ storeId: 7, skuId: 401 }]);
});

test("isBlocked: not ours yet, short or held", () => {
  expect(isBlocked(placing(), [grant])).toBe(false);
  expect(isBlocked(placing({ trade: "paid" }), [grant])).toBe(true);
  expect(isBlocked(placing(), [{ ...grant, granted: 1 }])).toBe(true);
  expect(isBlocked(placing({}, true), [grant])).toBe(true);
  expect(isBlocked(placing({ trade: "completed" }), [grant])).toBe(true);
});

test("placementOf: what was granted goes into parcels, what was not stays on the order", () => {
  expect(placementOf(placing(), [{ ...grant, granted: 1 }])).toMatchObject({
    label: "APP#7",
    blocked: true,
    lines: [{ lineNo: 1, qty: 1, zone: "ambient" }],
  });
  expect(placementOf(placing(), [{ ...grant, granted: 0 }])).toBeNull();
  expect(placementOf(placing({ trade: "pending_payment" }), [grant])).toBeNull();
});

test("goneFrom: only shelves that a till sold of", () => {
  expect(goneFrom([placing(), placing({ tags: [TILL_TAG], storeId: 8 })])).toEqual([
    { storeId: 8, skuId: 401 },
  ]);
});
