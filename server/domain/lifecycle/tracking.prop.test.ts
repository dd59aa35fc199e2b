import fc from "fast-check";
import { expect, test } from "vitest";
import {
  SAMPLE_AT,
  type Sample,
  type SampleOrder,
  sampleModel,
} from "../../../tests/samples/sample-model";
import type { ChannelFact } from "../channels";
import { asFen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";
import { DELIVERY, type Delivery, type Fulfil } from "../orders";
import { isLive } from "./axes/stock";
import type { Model, OrderState, ParcelState, Promised } from "./model";
import { applyFact } from "./order-facts";
import { advanceParcel, PARCEL_WAY } from "./parcels/parcel-steps";
import { advanceTask, assignTask } from "./parcels/task-steps";
import { settleShortage } from "./settle-shortage";

/** Laws that hold after any step in any model: what the tables' constraints and the sweeps would otherwise find. */
const END: readonly Delivery[] = [
  "delivered",
  "undeliverable",
  "returned",
  "carrier_cancelled",
  "pickup_failed",
];

type Step =
  | {
      what: "fact";
      order: number;
      kind: Exclude<ChannelFact["kind"], "contact">;
      minute: number;
      n: number;
    }
  | { what: "parcel"; parcel: number; to: Fulfil; minute: number; found: readonly number[] }
  | { what: "task"; parcel: number; to: Delivery; minute: number }
  | { what: "assign"; parcel: number; rider: number; minute: number }
  | { what: "settle"; order: number; minute: number };

const minute = fc.nat(60);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    what: fc.constant("fact" as const),
    order: fc.nat(5),
    kind: fc.constantFrom("accepted", "completed", "cancelled", "refund", "delivery"),
    minute,
    n: fc.nat(4_000),
  }),
  fc.record({
    what: fc.constant("parcel" as const),
    parcel: fc.nat(5),
    to: fc.constantFrom(...PARCEL_WAY),
    minute,
    found: fc.array(fc.nat(4), { maxLength: 8 }),
  }),
  fc.record({
    what: fc.constant("task" as const),
    parcel: fc.nat(5),
    to: fc.constantFrom(...DELIVERY),
    minute,
  }),
  fc.record({ what: fc.constant("assign" as const), parcel: fc.nat(5), rider: fc.nat(2), minute }),
  fc.record({ what: fc.constant("settle" as const), order: fc.nat(5), minute }),
);

const line = fc.record({ open: fc.nat(4), short: fc.nat(2), sku: fc.integer({ min: 1, max: 4 }) });
const lines = fc.array(
  line.filter((l) => l.open + l.short > 0),
  { minLength: 1, maxLength: 4 },
);
const selfOrder = fc.record({
  owner: fc.constantFrom("self" as const, "pickup" as const),
  parcels: fc.uniqueArray(fc.nat(1), { minLength: 1, maxLength: 2 }),
  lines,
});
/** Up to three orders share the first two parcels; a platform's order has the third for itself. */
const sample: fc.Arbitrary<Sample> = fc.record({
  orders: fc
    .tuple(fc.array(selfOrder, { minLength: 1, maxLength: 3 }), fc.array(lines, { maxLength: 1 }))
    .map(([self, platform]): SampleOrder[] => [
      ...self,
      ...platform.map((of) => ({ owner: "platform" as const, parcels: [2], lines: of })),
    ]),
  parcels: fc
    .tuple(fc.option(fc.nat(2)), fc.option(fc.nat(2)))
    .map(([a, b]) => [{ rider: a }, { rider: b }, { rider: null }]),
});

const at = (m: number) => (SAMPLE_AT + m * 60_000) as Instant;

function run(model: Model, one: Step): void {
  if (one.what === "fact" || one.what === "settle") {
    const order = [...model.orders.values()][one.order % model.orders.size];
    if (!order) return;
    if (one.what === "settle") settleShortage(model, order, { at: at(one.minute) });
    else applyFact(model, order, factOf(order, one));
    return;
  }
  const parcel = [...model.parcels.values()][one.parcel % Math.max(1, model.parcels.size)];
  if (!parcel) return;
  if (one.what === "task") advanceTask(model, parcel, { to: one.to, at: at(one.minute) });
  else if (one.what === "assign") {
    const ended = parcel.task?.status;
    const isFree = !parcel.task || ended === "carrier_cancelled" || ended === "pickup_failed";
    if (!isFree || parcel.status === "cancelled" || parcel.handedOverAt !== null) return;
    assignTask(model, parcel, {
      taskId: 900 + one.rider,
      riderId: one.rider,
      at: at(one.minute),
      why: "最近",
    });
  } else {
    const picked = one.found.flatMap((n, i) => {
      const part = parcel.lines[i];
      return part ? [{ orderId: part.orderId, lineNo: part.lineNo, picked: n }] : [];
    });
    advanceParcel(model, parcel, { to: one.to, at: at(one.minute), actor: "store", picked });
  }
}

function factOf(order: OrderState, one: Extract<Step, { what: "fact" }>): ChannelFact {
  const base = { externalNo: order.externalNo, at: at(one.minute), version: String(one.n) };
  if (one.kind === "cancelled")
    return { ...base, kind: "cancelled", reason: "不要了", by: "buyer" };
  if (one.kind === "delivery") {
    return { ...base, kind: "delivery", status: DELIVERY[one.n % DELIVERY.length] as Delivery };
  }
  if (one.kind === "refund") {
    const named = order.lines[one.n % order.lines.length];
    const full = one.n % 5 === 0;
    const amountFen = asFen(full && one.n % 2 === 0 ? 0 : one.n);
    const all = [{ externalLineId: named?.externalLineId ?? "", qty: one.n % 3, amountFen }];
    return {
      ...base,
      kind: "refund",
      refundId: `R${one.n}`,
      amountFen,
      full,
      lines: full ? [] : all,
    };
  }
  if (one.kind === "application") {
    const states = ["open", "refused", "withdrawn"] as const;
    return {
      ...base,
      kind: "application",
      about: one.n % 2 === 0 ? "cancel" : "refund",
      applicationId: `R${one.n % 4}`,
      state: states[one.n % 3] ?? "open",
      amountFen: null,
      reason: "",
      answerBy: at(one.minute + 10),
    };
  }
  if (one.kind === "paid") return { ...base, kind: "paid", promiseAt: null };
  return { ...base, kind: one.kind };
}

const BAGGED = new Set(["picked", "packed", "ready"]);
const isInBag = (parcel: ParcelState | undefined): boolean => BAGGED.has(parcel?.status ?? "");

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function promisedByCell(model: Model, count: (r: Promised) => number): Map<string, number> {
  const held = new Map<string, number>();
  for (const order of model.orders.values()) {
    for (const r of order.lines.flatMap((l) => l.reservations)) {
      if (!isLive(r)) continue;
      const key = `${r.storeId}:${r.skuId}`;
      held.set(key, (held.get(key) ?? 0) + count(r));
    }
  }
  return held;
}

function liveTasks(model: Model): Map<number, number> {
  const load = new Map<number, number>();
  for (const { task } of model.parcels.values()) {
    if (task?.riderId == null || END.includes(task.status)) continue;
    load.set(task.riderId, (load.get(task.riderId) ?? 0) + 1);
  }
  return load;
}

function checkGoods(model: Model): void {
  for (const order of model.orders.values()) {
    for (const l of order.lines) {
      expect(l.unassigned + l.open + l.fulfilled + l.cancelled).toBe(l.ordered);
      expect(Math.min(l.unassigned, l.open, l.fulfilled, l.cancelled)).toBeGreaterThanOrEqual(0);
      const parts = [...model.parcels.values()]
        .flatMap((p) => p.lines)
        .filter((p) => p.orderId === order.id && p.lineNo === l.lineNo);
      expect(sum(parts.map((p) => p.qty - p.cancelled - p.fulfilled))).toBe(l.open);
      expect(sum(parts.map((p) => p.fulfilled))).toBe(l.fulfilled);
      const inStore = [...model.parcels.values()]
        .filter((p) => p.handedOverAt === null && p.status !== "fulfilled")
        .flatMap((p) => p.lines)
        .filter((p) => p.orderId === order.id && p.lineNo === l.lineNo);
      const promised = sum(l.reservations.filter(isLive).map((r) => r.qty));
      expect(sum(inStore.map((p) => p.qty - p.cancelled))).toBe(promised);
      const inBags = inStore.filter((p) => isInBag(model.parcels.get(p.fulfilmentId)));
      expect(sum(l.reservations.filter(isLive).map((r) => r.picked))).toBe(
        sum(inBags.map((p) => p.qty - p.cancelled)),
      );
    }
  }
}

function checkBooks(model: Model, before: Model): void {
  const { effects } = model;
  const shelf = (r: Promised) => r.qty - r.picked;
  const [was, is] = [promisedByCell(before, shelf), promisedByCell(model, shelf)];
  const bag = (r: Promised) => r.picked;
  const [bagWas, bagIs] = [promisedByCell(before, bag), promisedByCell(model, bag)];
  for (const key of new Set([...was.keys(), ...is.keys(), ...effects.stock.keys()])) {
    const change = effects.stock.get(key);
    expect((is.get(key) ?? 0) - (was.get(key) ?? 0)).toBe(change?.reserved ?? 0);
    expect((bagIs.get(key) ?? 0) - (bagWas.get(key) ?? 0)).toBe(change?.picked ?? 0);
    const booked = effects.ledger.filter((row) => `${row.storeId}:${row.skuId}` === key);
    expect(sum(booked.map((row) => row.delta))).toBe(change?.onHand ?? 0);
  }
  expect(new Set(effects.ledger.map((row) => row.ref)).size).toBe(effects.ledger.length);
}

function checkEffects(model: Model, before: Model): void {
  checkBooks(model, before);
  const { effects } = model;
  const [loadWas, loadIs] = [liveTasks(before), liveTasks(model)];
  for (const rider of [0, 1, 2]) {
    const delta = effects.riderLoad.get(rider) ?? 0;
    expect((loadWas.get(rider) ?? 0) + delta).toBe(loadIs.get(rider) ?? 0);
  }
  for (const order of model.orders.values()) {
    const told = effects.events.filter((e) => e.orderId === order.id);
    const first = before.orders.get(order.id)?.version ?? 0;
    expect(told.map((e) => e.orderVersion)).toEqual(told.map((_, i) => first + 1 + i));
    expect(order.version).toBe(first + told.length);
    expect(order.refundedFen).toBeLessThanOrEqual(order.paidFen);
    expect(sum(effects.refunds.filter((r) => r.orderId === order.id).map((r) => r.amountFen))).toBe(
      order.refundedFen,
    );
    for (const l of order.lines) expect(l.refundedFen).toBeLessThanOrEqual(l.paidFen);
  }
}

/** What is written back: only orders that an event tells of, only parcels noted as changed. */
function checkSaved(model: Model, was: Model): void {
  for (const [id, order] of model.orders) {
    const isTold = order.version > (was.orders.get(id)?.version ?? 0);
    if (!isTold) expect(order).toEqual(was.orders.get(id));
  }
  for (const [id, parcel] of model.parcels) {
    if (!model.effects.changedParcels.has(id)) expect(parcel).toEqual(was.parcels.get(id));
    const live = new Set(parcel.lines.filter((l) => l.qty > l.cancelled).map((l) => l.orderId));
    expect(parcel.members).toBe(live.size);
    if (parcel.status === "cancelled") expect(live.size).toBe(0);
    for (const l of parcel.lines) expect(l.fulfilled + l.cancelled).toBeLessThanOrEqual(l.qty);
  }
}

test("any facts and steps in any order keep goods, promises, books, money, versions, riders and members true", () => {
  fc.assert(
    fc.property(sample, fc.array(step, { minLength: 1, maxLength: 25 }), (world, steps) => {
      const model = sampleModel(world);
      const start = structuredClone(model);
      checkGoods(model);
      for (const one of steps) {
        const was = structuredClone(model);
        run(model, one);
        checkGoods(model);
        checkEffects(model, start);
        checkSaved(model, was);
      }
    }),
    { numRuns: 300 },
  );
});

test("the same step twice changes nothing the second time, a refund apart", () => {
  fc.assert(
    fc.property(sample, fc.array(step, { maxLength: 8 }), step, (world, steps, last) => {
      fc.pre(last.what !== "fact" || last.kind !== "refund");
      const model = sampleModel(world);
      for (const one of [...steps, last]) run(model, one);
      const once = structuredClone(model);
      run(model, last);
      expect(model).toEqual(once);
    }),
    { numRuns: 400 },
  );
});
