import { expect, test } from "vitest";
import { sampleModel } from "@/tests/samples/sample-model";
import type { OrderState } from "../model";
import { type PlaceableRow, placingOf } from "./placing-of";

const row: PlaceableRow = {
  id: 1,
  doorKey: "cc",
  phoneKey: "aa",
  maskKey: null,
  nameMasked: "顾**",
  promiseFrom: null,
  promiseAt: 9,
  tags: null,
  lngE6: null,
  latE6: null,
};
const articles = { skus: new Map(), drawsOf: (skuId: number) => [{ skuId, per: 1 }] };
const place = (change: Partial<OrderState> = {}) => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 0, short: 2 }, { open: 1 }] }],
    parcels: [{}],
  });
  return placingOf(Object.assign(model.orders.get(1)!, change), row, articles);
};

test("placingOf: the lines that lie nowhere and are promised nothing", () => {
  expect(place()).toMatchObject({ isHeld: false, surname: "顾", row: { id: 1, storeId: 7 } });
  expect(place()?.lines.map((l) => [l.lineNo, l.unassigned])).toEqual([[1, 2]]);
});

test("placingOf: not before it is paid, not after it is over, not without a shop, not while it is doubted", () => {
  expect(place({ trade: "pending_payment" })).toBeNull();
  expect(place({ trade: "completed" })).toBeNull();
  expect(place({ storeId: null })).toBeNull();
  expect(place({ holdingCodes: ["QUANTITY_ODD"] })).toBeNull();
});

test("placingOf: what a till sold is off the shelf, even when its order is over", () => {
  expect(place({ trade: "completed", isTill: true })?.lines).toHaveLength(1);
});

test("placingOf: held by what holds it now", () => {
  expect(place({ holds: 1 })?.isHeld).toBe(false);
  expect(place({ holdingCodes: ["MONEY_DRIFT"] })?.isHeld).toBe(true);
});
