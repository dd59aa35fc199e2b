import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { owedFen } from "../refunds/owed";
import { paidCounter, pay, payAll, payLate, paymentOf } from "./pay";

const unpaid = () => {
  const model = sampleModel({ orders: [{ parcels: [0], lines: [{ open: 1 }] }], parcels: [{}] });
  const order = model.orders.get(1)!;
  order.trade = "pending_payment";
  return { model, order };
};

test("pay: ours at once, or told to a platform that waits for our word, or left to a person", () => {
  const paid = (needsNoConfirm: boolean, autoAccept: boolean) => {
    const { model, order } = unpaid();
    pay(model, order, { needsNoConfirm, autoAccept });
    return [order.trade, model.effects.writebacks.length];
  };
  expect(paid(true, true)).toEqual(["accepted", 0]);
  expect(paid(false, true)).toEqual(["paid", 1]);
  expect(paid(false, false)).toEqual(["paid", 0]);
});

test("pay: what stands higher already stays", () => {
  const { model, order } = unpaid();
  order.trade = "completed";
  pay(model, order, { needsNoConfirm: false, autoAccept: true });
  expect([order.trade, model.effects.changedOrders.size]).toEqual(["completed", 0]);
});

test("payLate: paid for what is over is owed back, once", () => {
  const { model, order } = unpaid();
  payLate(model, order, SAMPLE_AT);
  payLate(model, order, SAMPLE_AT);
  expect(owedFen(order)).toBe(order.paidFen);
  expect(model.effects.exceptions[0]).toMatchObject({
    code: "PAY_AFTER_TIMEOUT",
    subject: "paid:1",
  });
});

test("payAll: those that were waited for, and those of orders that were over", () => {
  const { model, order } = unpaid();
  const how = { needsNoConfirm: true, autoAccept: true };
  payAll(model, { paid: new Map([[1, how]]), late: [], at: SAMPLE_AT });
  expect(order.trade).toBe("accepted");
  payAll(model, { paid: new Map(), late: [1], at: SAMPLE_AT });
  expect(owedFen(order)).toBe(order.paidFen);
});

test("paymentOf: of a fact that tells of one, on the day it was paid in Shanghai", () => {
  const base = { externalNo: "A1", at: SAMPLE_AT, version: "paid" };
  expect(paymentOf({ orderId: 1, fact: { ...base, kind: "paid", promiseAt: null } })).toEqual([
    { orderId: 1, paidAt: SAMPLE_AT, promiseAt: null, businessDay: "2026-01-01" },
  ]);
  expect(paymentOf({ orderId: 1, fact: { ...base, kind: "accepted" } })).toEqual([]);
});

test("paidCounter: in the minute it was paid, store 0 where nobody knows it", () => {
  const row = {
    id: 1,
    accountId: 1,
    channel: "app",
    storeId: null,
    paidFen: 5,
    platformDiscountFen: 2,
  };
  expect(paidCounter({ ...row, paidAt: SAMPLE_AT })).toMatchObject({
    storeId: 0,
    orders: 1,
    subsidyFen: 2,
  });
});
