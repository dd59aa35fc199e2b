import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { asFen } from "../../kernel/fen";
import type { OrderState } from "../model";
import { owe, owedFen, payOff, priceOf } from "./owed";

const debt = (ref: string, lineNo: number | null, amountFen: number) =>
  ({ ref, lineNo, pieces: 1, amountFen: asFen(amountFen), why: "short", at: SAMPLE_AT }) as const;
const indebted = () => {
  const model = sampleModel({ orders: [{ parcels: [0], lines: [{ open: 1 }] }], parcels: [{}] });
  const order = model.orders.get(1)!;
  owe(model, order, debt("a", 1, 300));
  owe(model, order, debt("b", 2, 200));
  return { model, order };
};
const left = (order: OrderState) =>
  Object.fromEntries(order.owed.map((o) => [o.ref, o.amountFen - o.backFen]));

test("owe: the same again is one debt, nothing is none", () => {
  const { model, order } = indebted();
  owe(model, order, debt("a", 1, 900));
  owe(model, order, debt("c", 1, 0));
  expect(owedFen(order)).toBe(500);
  expect(model.effects.owed).toHaveLength(2);
});

test("payOff: a refund pays what it is about first, then the rest of the order", () => {
  const { model, order } = indebted();
  payOff(model, order, { amountFen: 250, parts: [{ lineNo: 2, qty: 1, amountFen: 100 }] });
  expect(left(order)).toEqual({ a: 150, b: 100 });
  payOff(model, order, { amountFen: 9_999, parts: [] });
  expect(owedFen(order)).toBe(0);
});

test("priceOf: a share of what was paid, never more than all of it", () => {
  const line = { paidFen: asFen(1_000), ordered: 3, cancelled: 0 };
  expect([priceOf(line, 2), priceOf(line, 9)]).toEqual([667, 1_000]);
});

test("priceOf: pieces that go missing one by one cost what the line cost, to the fen", () => {
  for (const [paid, ordered] of [
    [1_001, 2],
    [1_000, 3],
    [7, 9],
  ] as const) {
    const prices = Array.from({ length: ordered }, (_, cancelled) =>
      priceOf({ paidFen: asFen(paid), ordered, cancelled }, 1),
    );
    expect(prices.reduce((sum, fen) => sum + fen, 0)).toBe(paid);
  }
});
