import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { owedFen } from "../refunds/owed";
import { pay, payLate } from "./pay";

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
