import { expect, test } from "vitest";
import type { ChannelFact } from "@/server/domain/channels";
import { asFen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";
import type { Fulfil } from "@/server/domain/orders";
import { derivePhase } from "@/server/domain/orders/phase";
import { SAMPLE_AT, sampleModel } from "../../../../tests/samples/sample-model";
import type { Model, OrderState } from "../model";
import { applyFact } from "../order-facts";

const at = (SAMPLE_AT + 60_000) as Instant;
const refund = (id: string, lines: [string, number, number][], fen?: number): ChannelFact => ({
  kind: "refund",
  externalNo: "A1",
  at,
  version: id,
  refundId: id,
  amountFen: asFen(fen ?? lines.reduce((sum, [, , n]) => sum + n, 0)),
  full: lines.length === 0,
  lines: lines.map(([externalLineId, qty, n]) => ({ externalLineId, qty, amountFen: asFen(n) })),
});

function told(status: Fulfil, ...facts: ChannelFact[]): { model: Model; order: OrderState } {
  const model = sampleModel({
    orders: [{ parcels: [0, 1], lines: [{ open: 2 }, { open: 1 }] }],
    parcels: [{ status }, { status }],
  });
  const order = model.orders.get(1)!;
  order.trade = "accepted";
  for (const fact of facts) applyFact(model, order, fact);
  return { model, order };
}
const story = (model: Model) => model.effects.events.map((e) => [e.kind, e.fulfilmentId]);
const cases = (model: Model) => model.effects.exceptions.map((e) => [e.code, e.fulfilmentId]);

test("every parcel that has less in it is told by name, so that its store hears of it", () => {
  const { model } = told("released", refund("r", [["L1", 2, 600]]));
  expect(story(model)).toEqual([
    ["order.refunded", null],
    ["parcel.reduced", 101],
    ["parcel.cancelled", 102],
  ]);
  const cancelled: ChannelFact = {
    kind: "cancelled",
    externalNo: "A1",
    at,
    version: "c",
    reason: "",
    by: "buyer",
  };
  expect(story(told("released", cancelled).model)).toEqual([
    ["order.cancelled", null],
    ["parcel.cancelled", 101],
    ["parcel.cancelled", 102],
  ]);
});

test("what is in a picker's hands has to be taken out, for a refund as for a cancel", () => {
  for (const status of ["picking", "picked", "packed", "ready"] as const)
    expect(cases(told(status, refund("r", [["L1", 1, 300]])).model)).toEqual([
      ["MERGED_MEMBER_CANCELLED", 101],
    ]);
  expect(cases(told("released", refund("r", [["L1", 1, 300]])).model)).toEqual([]);
});

test("all money back while a rider has the goods: they have to come home; a part of it is a matter of money", () => {
  expect(cases(told("handed_over", refund("r", [])).model)).toEqual([["UNDELIVERABLE", 101]]);
  expect(cases(told("handed_over", refund("r", [["L1", 1, 300]])).model)).toEqual([]);
});

test("all goods refunded, the delivery fee kept: nothing more happens in this order", () => {
  const goods = refund("r", [
    ["L1", 2, 600],
    ["L2", 1, 300],
  ]);
  const { order } = told("open", goods);
  expect(order.refundedFen).toBeLessThan(order.paidFen);
  expect(derivePhase(order)).toBe("refunded");
});
