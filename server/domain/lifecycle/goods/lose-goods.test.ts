import { expect, test } from "vitest";
import { SAMPLE_AT, SAMPLE_STORE, sampleModel } from "../../../../tests/samples/sample-model";
import { endHeld, loseGoods, tellLoss } from "./lose-goods";

const two = (status: "open" | "picked") => {
  const model = sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 3 }] },
      { parcels: [0], lines: [{ open: 1 }] },
    ],
    parcels: [{ status }],
  });
  const order = model.orders.get(1)!;
  return { model, order, line: order.lines[0]! };
};

test("loseGoods: pieces leave the parcel and lie nowhere, their promise is free, the order is short and a case", () => {
  const { model, order, line } = two("open");
  expect(loseGoods(model, { line, storeId: SAMPLE_STORE, pieces: 2, at: SAMPLE_AT })).toBe(2);
  tellLoss(model, order, {
    losses: [{ lineNo: 1, storeId: SAMPLE_STORE, skuId: 1, pieces: 2 }],
    plan: {},
    at: SAMPLE_AT,
  });
  expect(line).toMatchObject({ open: 1, unassigned: 2, cancelled: 0 });
  expect(line.reservations[0]).toMatchObject({ qty: 1, state: "confirmed" });
  expect(model.effects.stock.get("7:1")).toMatchObject({ reserved: -2, onHand: 0 });
  expect(order.stock).toBe("short");
  expect(model.effects.exceptions[0]).toMatchObject({ code: "OVERSOLD", orderId: 1, riskFen: 600 });
  expect(model.parcels.get(101)?.members).toBe(2);
});

test("loseGoods: all of an order's goods: the parcel goes on without it", () => {
  const { model, line } = two("open");
  loseGoods(model, { line, storeId: SAMPLE_STORE, pieces: 9, at: SAMPLE_AT });
  expect(line).toMatchObject({ open: 0, unassigned: 3 });
  expect(line.reservations[0]?.state).toBe("released");
  expect(model.parcels.get(101)).toMatchObject({ members: 1, status: "open" });
});

test("loseGoods: picked goods and other shops' stay", () => {
  const bagged = two("picked");
  expect(
    loseGoods(bagged.model, {
      line: bagged.line,
      storeId: SAMPLE_STORE,
      pieces: 2,
      at: SAMPLE_AT,
    }),
  ).toBe(0);
  const elsewhere = two("open");
  expect(
    loseGoods(elsewhere.model, {
      line: elsewhere.line,
      storeId: 8,
      pieces: 2,
      at: SAMPLE_AT,
    }),
  ).toBe(0);
});

test("endHeld: what an unpaid order held is free, once, and it waits for its money as before", () => {
  const { model, order, line } = two("open");
  order.trade = "pending_payment";
  Object.assign(line, { open: 0, unassigned: 3 });
  Object.assign(line.reservations[0]!, { state: "held", expiresAt: SAMPLE_AT });
  expect(endHeld(model, order, { why: "expired", at: SAMPLE_AT })).toBe(true);
  expect(line.reservations[0]).toMatchObject({ qty: 0, state: "released", expiresAt: null });
  expect(model.effects.stock.get("7:1")).toMatchObject({ reserved: -3 });
  expect(order.stock).toBe("unreserved");
  expect(endHeld(model, order, { why: "expired", at: SAMPLE_AT })).toBe(false);
});

test("loseGoods: a parcel that loses nothing stands still, though not everybody in it is loaded", () => {
  const model = sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 2 }] },
      { parcels: [1], lines: [{ open: 1 }] },
    ],
    parcels: [{}, {}],
  });
  const order = model.orders.get(1)!;
  model.orders.delete(2);
  const line = order.lines[0]!;
  loseGoods(model, { line, storeId: SAMPLE_STORE, pieces: 2, at: SAMPLE_AT });
  expect(model.parcels.get(102)).toMatchObject({ status: "open", members: 1 });
  expect(model.parcels.get(101)).toMatchObject({ status: "cancelled", members: 0 });
});
