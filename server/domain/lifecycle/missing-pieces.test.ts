import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "../../../tests/samples/sample-model";
import { asFen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";
import { applyFact } from "./order-facts";
import { advanceParcel } from "./parcels/parcel-steps";
import { settleShortage } from "./settle-shortage";

const at = (SAMPLE_AT + 60_000) as Instant;
const refund = (qty: number, fen: number) => ({
  kind: "refund" as const,
  externalNo: "A1",
  at,
  version: "r",
  refundId: "r",
  amountFen: asFen(fen),
  full: false,
  lines: [{ externalLineId: "L1", qty, amountFen: asFen(fen) }],
});

test("money that goes back for pieces that were missing takes none of those that were there", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 2, short: 2 }] }],
    parcels: [{ status: "open" }],
  });
  const order = model.orders.get(1)!;
  order.trade = "accepted";
  settleShortage(model, order, { at });
  applyFact(model, order, refund(2, 600));
  expect(order.lines[0]).toMatchObject({ open: 2, cancelled: 2, refundedFen: 600 });
});
test("the same of what a picker did not find", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 3 }] }],
    parcels: [{ status: "picking" }],
  });
  const order = model.orders.get(1)!;
  order.trade = "accepted";
  advanceParcel(model, [...model.parcels.values()][0]!, {
    to: "picked",
    at,
    actor: "store",
    picked: [{ orderId: 1, lineNo: 1, picked: 2 }],
  });
  applyFact(model, order, refund(1, 300));
  expect(order.lines[0]).toMatchObject({ open: 2, cancelled: 1 });
});
test("a refund of part of an order whose money nobody could read is no refund of all", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 3 }] }],
    parcels: [{ status: "handed_over" }],
  });
  const order = model.orders.get(1)!;
  order.trade = "accepted";
  order.paidFen = asFen(0);
  applyFact(model, order, refund(1, 300));
  expect(model.effects.exceptions.map((e) => e.code)).not.toContain("UNDELIVERABLE");
});
