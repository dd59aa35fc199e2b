import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "../../../tests/samples/sample-model";
import type { ChannelFact } from "../channels";
import { type Placement, planParcels } from "../fulfilment/plan-parcels";
import { asFen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";
import { PARCEL_RULES } from "../rules";
import type { Model, OrderState } from "./model";
import { applyFact } from "./order-facts";
import { advanceParcel } from "./parcels/parcel-steps";

const at = (m: number) => (SAMPLE_AT + m * 60_000) as Instant;
const application = (m: number, id: string): ChannelFact => ({
  kind: "application",
  externalNo: "A1",
  at: at(m),
  version: `${id}@${m}`,
  about: "refund",
  applicationId: id,
  state: "open",
  amountFen: null,
  reason: "",
  answerBy: at(m + 15),
});
const refund = (m: number, id: string, full: boolean, fen = 0): ChannelFact => ({
  kind: "refund",
  externalNo: "A1",
  at: at(m),
  version: id,
  refundId: id,
  amountFen: asFen(fen),
  full,
  lines: [],
});
function after(...facts: ChannelFact[]): { model: Model; order: OrderState } {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 2 }] }],
    parcels: [{ status: "released" }],
  });
  const order = model.orders.get(1)!;
  order.trade = "accepted";
  for (const f of facts) applyFact(model, order, f);
  return { model, order };
}

test("an application and a full refund of another number end alike in both orders of arrival", () => {
  const end = (w: { order: OrderState }) => [
    w.order.afterSale,
    w.order.holds,
    w.order.applications.filter((a) => a.state === "open").length,
  ];
  expect(end(after(refund(9, "72", true), application(1, "71")))).toEqual(
    end(after(application(1, "71"), refund(9, "72", true))),
  );
});

test("all the money went back and the goods are still here: they stay, or somebody is told", () => {
  const { model, order } = after(refund(1, "r", false, 1100));
  expect(order.refundedFen).toBe(order.paidFen);
  expect(order.afterSale).toBe("refunded");
  const goes = order.lines.some((l) => l.open > 0);
  expect(goes && model.effects.exceptions.length === 0).toBe(false);
});

test("a picker's shortage and the delivery of the rest in one batch leave what they leave in two", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 2 }] }],
    parcels: [{ status: "picking" }],
  });
  const order = model.orders.get(1)!;
  order.trade = "accepted";
  const parcel = [...model.parcels.values()][0]!;
  advanceParcel(model, parcel, {
    to: "picked",
    at: at(1),
    actor: "store",
    picked: [{ orderId: 1, lineNo: 1, picked: 1 }],
  });
  advanceParcel(model, parcel, { to: "fulfilled", at: at(2), actor: "store" });
  expect(order.trade).toBe("completed");
  expect(model.effects.closedOrders.has(1)).toBe(true);
  // In two batches the case would be closed by the second; in one it is opened after the closing.
  expect(model.effects.exceptions.map((e) => e.code)).toEqual([]);
});

const now = 1_795_000_000_000 as Instant;
const MIN = 60_000;
const placement = (orderId: number, from: number | null, to: number): Placement => ({
  orderId,
  label: `A#${orderId}`,
  storeId: 1,
  deliveryOwner: "self",
  doorKey: "d",
  promiseFrom: from === null ? null : ((now + from * MIN) as Instant),
  promiseAt: (now + to * MIN) as Instant,
  person: { orderId, phone: { full: "p", mask: "m" }, surname: "张", tags: [] },
  lngE6: null,
  latE6: null,
  blocked: false,
  held: false,
  lines: [{ lineNo: 1, skuId: 1, qty: 1, zone: "frozen", weightGrams: 100, volumeMl: 100 }],
});
test("goods for a later window do not go with a parcel that goes now", () => {
  let id = 0;
  // A: from now until in 24 h. B: a window that begins in 20 h.
  const plan = planParcels([placement(1, 0, 24 * 60), placement(2, 20 * 60, 22 * 60)], [], {
    now,
    newId: () => ++id,
    rules: PARCEL_RULES,
  });
  for (const p of plan.parcels) {
    const from = p.promiseFrom ?? now;
    const goesAt = p.status === "released" ? now : (p.holdUntil ?? now);
    expect(goesAt).toBeGreaterThanOrEqual(from - 46 * MIN);
  }
});
test("two booked windows in one parcel: it goes before the later of them, not the earlier", () => {
  let id = 0;
  const plan = planParcels([placement(1, 240, 480), placement(2, 420, 600)], [], {
    now,
    newId: () => ++id,
    rules: PARCEL_RULES,
  });
  for (const p of plan.parcels)
    expect(p.holdUntil!).toBeGreaterThanOrEqual((p.promiseFrom ?? now) - 46 * MIN);
});
