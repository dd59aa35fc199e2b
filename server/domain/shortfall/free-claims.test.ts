import { expect, test } from "vitest";
import { SAMPLE_AT, SAMPLE_STORE, sampleModel } from "@/tests/samples/sample-model";
import type { HoldRow } from "../inventory";
import { freeClaims } from "./free-claims";

const cellOf = (skuId: number, missing: number) => ({ storeId: SAMPLE_STORE, skuId, missing });
const hold: HoldRow = {
  accountId: 4,
  holdKey: "basket",
  storeId: SAMPLE_STORE,
  skuId: 1,
  qty: 2,
  asked: 2,
  state: "held",
  expiresAt: SAMPLE_AT,
  extended: false,
};
const shortage = { elsewhere: [], instead: [], penaltyOf: () => 1, now: SAMPLE_AT };
const two = () =>
  sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 3 }, { open: 2, sku: 9 }] },
      { parcels: [0], lines: [{ open: 2 }] },
    ],
    parcels: [{}],
  });

test("freeClaims: a checkout that nobody paid for ends whole, and that is enough", () => {
  const model = two();
  const freed = freeClaims({ model, holds: [hold] }, { ...shortage, short: [cellOf(1, 1)] });
  expect(freed.holds).toEqual([hold]);
  expect(freed.back).toEqual([{ storeId: SAMPLE_STORE, skuId: 1, reserve: -2 }]);
  expect(freed.shortfalls).toEqual([
    { storeId: SAMPLE_STORE, skuId: 1, missing: 1, orders: [], holds: 1, left: 0 },
  ]);
  expect(model.effects.exceptions).toEqual([]);
});

test("freeClaims: an order that has not paid gives back what it held, and waits for its money", () => {
  const model = two();
  const order = model.orders.get(2)!;
  order.trade = "pending_payment";
  Object.assign(order.lines[0]!, { open: 0, unassigned: 2 });
  Object.assign(order.lines[0]!.reservations[0]!, { state: "held", expiresAt: SAMPLE_AT });
  const freed = freeClaims({ model, holds: [] }, { ...shortage, short: [cellOf(1, 2)] });
  expect(freed.shortfalls[0]).toMatchObject({ orders: [2], left: 0 });
  expect(order.lines[0]?.reservations[0]?.state).toBe("released");
  expect(model.effects.exceptions).toEqual([]);
});

test("freeClaims: one order short of two cells is one case, with every loss, what is proposed, and its rivals", () => {
  const model = two();
  model.orders.get(2)!.promiseAt = (SAMPLE_AT - 1) as typeof SAMPLE_AT;
  const freed = freeClaims(
    { model, holds: [] },
    {
      ...shortage,
      short: [cellOf(1, 2), cellOf(9, 1)],
      elsewhere: [
        { storeId: 8, skuId: 1, free: 1, fromStoreId: SAMPLE_STORE },
        { storeId: 8, skuId: 1, free: 9, fromStoreId: 6 },
      ],
      instead: [{ storeId: SAMPLE_STORE, skuId: 10, free: 5, forSkuId: 9 }],
    },
  );
  expect(freed.shortfalls.map((s) => [s.skuId, s.orders, s.left])).toEqual([
    [1, [1], 0],
    [9, [1], 0],
  ]);
  expect(model.effects.exceptions).toHaveLength(1);
  const [told] = model.effects.exceptions;
  expect(told).toMatchObject({ code: "OVERSOLD", orderId: 1 });
  expect(told?.data).toMatchObject({
    losses: [
      { lineNo: 1, skuId: 1, pieces: 2 },
      { lineNo: 2, skuId: 9, pieces: 1 },
    ],
    proposals: [
      { lineNo: 1, skuId: 1, kind: "resource", qty: 1, storeId: 8 },
      { lineNo: 1, skuId: 1, kind: "refund", qty: 1 },
      { lineNo: 2, skuId: 10, kind: "substitute", qty: 1 },
    ],
    rivals: [2],
  });
});

test("freeClaims: goods in a bag stay there, and the shelf stays short", () => {
  const model = two();
  for (const order of model.orders.values())
    for (const line of order.lines) line.reservations[0]!.picked = line.reservations[0]!.qty;
  const freed = freeClaims({ model, holds: [] }, { ...shortage, short: [cellOf(1, 2)] });
  expect(freed).toMatchObject({ holds: [], back: [], shortfalls: [{ orders: [], left: 2 }] });
  expect(model.effects.events).toEqual([]);
});
