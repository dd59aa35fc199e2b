import { expect, test } from "vitest";
import { SAMPLE_AT } from "@/tests/samples/sample-model";
import type { Draft } from "./draft-order";
import { caseCounter, firstEvent, orderCounter } from "./first-event";

const row = {
  id: 17,
  trade: "accepted",
  fulfil: "open",
  leadFulfilmentId: 101,
  storeId: 7,
  channel: "app",
  paidAt: SAMPLE_AT,
  placedAt: SAMPLE_AT - 1,
  paidFen: 1_500,
  platformDiscountFen: 100,
};
const draft = {
  row,
  lines: [{}],
  isHeld: false,
  source: { versionAt: SAMPLE_AT },
} as unknown as Draft;
const of = (change: object): Draft =>
  ({ ...draft, row: { ...row, ...change } }) as unknown as Draft;
const grant = { orderId: 17, lineNo: 1, storeId: 7, draws: [], qty: 3, granted: 2 };

test("firstEvent: what intake did, in one row", () => {
  const told = firstEvent(draft, [], { merge: "并入", now: 5 });
  expect(told).toMatchObject({ kind: "order.placed", orderVersion: 1, fulfilmentId: 101, at: 5 });
  expect(told.payload).toEqual({ trade: "accepted", to: "open", lines: 1, merge: "并入" });
});

test("firstEvent: what is missing blocks it, and so does waiting for our word", () => {
  const short = firstEvent(draft, [grant], { merge: undefined, now: 5 });
  expect(short.payload).toMatchObject({ short: 1, blocked: true });
  const paid = firstEvent(of({ trade: "paid" }), [], { merge: undefined, now: 5 });
  expect(paid.payload).toMatchObject({ blocked: true });
});

test("orderCounter: an order counts in the minute it was paid, one that is not paid counts no money", () => {
  expect(orderCounter(draft, SAMPLE_AT + 40)).toMatchObject({
    at: SAMPLE_AT,
    orders: 1,
    paidFen: 1_500,
    subsidyFen: 100,
    lagMsSum: 40,
  });
  const unpaid = orderCounter(of({ trade: "pending_payment", paidAt: null }), SAMPLE_AT - 5);
  expect(unpaid).toMatchObject({ at: SAMPLE_AT - 1, orders: 0, paidFen: 0, lagMsSum: 0 });
});

test("caseCounter: a case counts where its order does, store 0 where nobody knows it", () => {
  expect(caseCounter(of({ storeId: null }))).toEqual({
    channel: "app",
    storeId: 0,
    at: SAMPLE_AT,
    exceptions: 1,
  });
});
