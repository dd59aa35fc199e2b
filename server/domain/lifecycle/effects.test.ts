import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "../../../tests/samples/sample-model";
import { emit, isWhole, membersOf, moveStock, parcelsOf, raise, touchParcel } from "./effects";

const merged = () => {
  const model = sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 1 }] },
      { parcels: [0, 1], lines: [{ open: 2 }] },
    ],
    parcels: [{}, {}],
  });
  return { model, order: model.orders.get(2)!, parcel: model.parcels.get(101)! };
};

test("emit: one event, one version", () => {
  const { model, order, parcel } = merged();
  emit(model, order, {
    kind: "parcel.packed",
    at: SAMPLE_AT,
    payload: { n: 1 },
    parcel,
    actor: "store",
  });
  emit(model, order, { kind: "order.accepted", at: SAMPLE_AT, payload: {} });
  expect(model.effects.events.map((e) => [e.orderVersion, e.fulfilmentId, e.actor])).toEqual([
    [2, 101, "store"],
    [3, null, "system"],
  ]);
  expect([order.version, [...model.effects.changedOrders]]).toEqual([3, [2]]);
});

test("touchParcel: a parcel is one version on, however often it changes in a batch", () => {
  const { model, parcel } = merged();
  touchParcel(model, parcel);
  touchParcel(model, parcel);
  expect([parcel.version, [...model.effects.changedParcels]]).toEqual([2, [101]]);
});

test("moveStock: changes of one cell add up, nothing is noted for nothing", () => {
  const { model } = merged();
  moveStock(model, { storeId: 7, skuId: 1 }, { reserved: -2 });
  moveStock(model, { storeId: 7, skuId: 1 }, { onHand: -3 });
  moveStock(model, { storeId: 7, skuId: 2 }, {});
  expect([...model.effects.stock.values()]).toEqual([
    { storeId: 7, skuId: 1, reserved: -2, picked: 0, onHand: -3, isFact: false },
  ]);
});

test("raise: a case with its deadline, and the counter of its channel", () => {
  const { model, order, parcel } = merged();
  raise(model, order, {
    at: SAMPLE_AT,
    code: "UNDELIVERABLE",
    cause: "因",
    riskFen: 5,
    parcel,
    minutes: 3,
  });
  expect(model.effects.exceptions).toMatchObject([
    { subject: "order:2", fulfilmentId: 101, dueAt: SAMPLE_AT + 180_000 },
  ]);
  expect(model.effects.counters).toMatchObject([{ channel: "app", exceptions: 1 }]);
});

test("parcelsOf and membersOf: who lies where; a member whose goods were all taken out is none", () => {
  const { model, order, parcel } = merged();
  expect(parcelsOf(model, order).map((p) => p.id)).toEqual([101, 102]);
  expect(membersOf(model, parcel).map((o) => o.id)).toEqual([1, 2]);
  for (const part of parcel.lines) if (part.orderId === 2) part.cancelled = part.qty;
  expect(membersOf(model, parcel).map((o) => o.id)).toEqual([1]);
});

test("isWhole: everybody with live goods in it is loaded", () => {
  const { model, parcel } = merged();
  expect(isWhole(model, parcel)).toBe(true);
  model.orders.delete(1);
  expect(isWhole(model, parcel)).toBe(false);
  for (const line of parcel.lines) if (line.orderId === 1) line.cancelled = line.qty;
  expect(isWhole(model, parcel)).toBe(true);
});
