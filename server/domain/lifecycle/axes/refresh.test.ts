import { expect, test } from "vitest";
import { sampleModel } from "../../../../tests/samples/sample-model";
import { refreshOrder } from "./refresh";

const split = () => {
  const model = sampleModel({
    orders: [{ parcels: [0, 1], lines: [{ open: 2 }] }],
    parcels: [
      { status: "packed", rider: 1 },
      { status: "picking", rider: 2 },
    ],
  });
  return { model, order: model.orders.get(1)! };
};

test("refreshOrder: the least advanced live parcel speaks", () => {
  const { model, order } = split();
  model.parcels.get(101)!.task!.status = "arrived_store";
  refreshOrder(model, order);
  expect([order.fulfil, order.leadFulfilmentId, order.delivery]).toEqual([
    "picking",
    102,
    "assigned",
  ]);
  model.parcels.get(102)!.status = "cancelled";
  refreshOrder(model, order);
  expect([order.fulfil, order.leadFulfilmentId, order.delivery]).toEqual([
    "packed",
    101,
    "arrived_store",
  ]);
});

test("refreshOrder: while one parcel has no rider the order has none; a platform's word is not touched", () => {
  const { model, order } = split();
  model.parcels.get(102)!.task = null;
  refreshOrder(model, order);
  expect(order.delivery).toBeNull();
  Object.assign(order, { deliveryOwner: "platform", delivery: "delivering" });
  refreshOrder(model, order);
  expect(order.delivery).toBe("delivering");
});

test("refreshOrder: stock says short before reserved before consumed before released", () => {
  const { model, order } = split();
  const line = order.lines[0]!;
  const held = line.reservations[0]!;
  const changes: Partial<typeof line>[] = [
    { unassigned: 1 },
    { unassigned: 0 },
    { reservations: [{ ...held, state: "consumed" }] },
    { open: 0, cancelled: 2, reservations: [{ ...held, state: "released" }] },
  ];
  const states = changes.map((change) => {
    Object.assign(line, change);
    refreshOrder(model, order);
    return order.stock;
  });
  expect(states).toEqual(["short", "reserved", "consumed", "released"]);
});
