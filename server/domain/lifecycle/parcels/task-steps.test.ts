import { expect, test } from "vitest";
import type { Instant } from "@/server/domain/kernel/instant";
import type { Delivery } from "@/server/domain/orders";
import { SAMPLE_AT, sampleModel } from "../../../../tests/samples/sample-model";
import { advanceTask, assignTask } from "./task-steps";

const at = (minute: number) => (SAMPLE_AT + minute * 60_000) as Instant;
const carried = () => {
  const model = sampleModel({
    orders: [0, 1].map(() => ({ parcels: [0], lines: [{ open: 1 }] })),
    parcels: [{ status: "ready", rider: 3 }],
  });
  return { model, parcel: model.parcels.get(101)! };
};

test("advanceTask: picking up hands the parcel over, delivering completes both members and frees the rider", () => {
  const { model, parcel } = carried();
  expect(advanceTask(model, parcel, { to: "picked_up", at: at(1) })).toBe("done");
  expect([parcel.status, parcel.handedOverAt, parcel.task?.pickedUpAt]).toEqual([
    "handed_over",
    at(1),
    at(1),
  ]);
  expect(advanceTask(model, parcel, { to: "arrived_store", at: at(2) })).toBe("late");
  advanceTask(model, parcel, { to: "delivered", at: at(9) });
  expect([1, 2].map((id) => model.orders.get(id)?.trade)).toEqual(["completed", "completed"]);
  expect(parcel.task?.deliveredAt).toBe(at(9));
  expect(model.effects.riderLoad.get(3)).toBe(-1);
  expect(advanceTask(model, parcel, { to: "delivered", at: at(10) })).toBe("over");
});

test.each<[Delivery, boolean]>([
  ["arrived_store", false],
  ["pickup_failed", false],
  ["carrier_cancelled", false],
  ["delivering", true],
  ["undeliverable", true],
])("advanceTask: from assigned, %s says that the rider has the goods: %s", (to, hasGoods) => {
  const { model, parcel } = carried();
  advanceTask(model, parcel, { to, at: at(1) });
  expect(parcel.handedOverAt !== null).toBe(hasGoods);
  expect(parcel.task?.pickedUpAt !== null).toBe(hasGoods);
});

test("advanceTask: undeliverable is a case for every member; a rider freed once is not freed again", () => {
  const { model, parcel } = carried();
  advanceTask(model, parcel, { to: "undeliverable", at: at(1) });
  expect(model.effects.exceptions.map((e) => [e.orderId, e.code])).toEqual([
    [1, "UNDELIVERABLE"],
    [2, "UNDELIVERABLE"],
  ]);
  advanceTask(model, parcel, { to: "carrier_cancelled", at: at(2) });
  expect(model.effects.riderLoad.get(3)).toBe(-1);
});

test("assignTask: the rider takes one more, every member is told why", () => {
  const model = sampleModel({ orders: [{ parcels: [0], lines: [{ open: 1 }] }], parcels: [{}] });
  assignTask(model, model.parcels.get(101)!, {
    taskId: 500,
    riderId: 8,
    at: at(1),
    why: "离店 120 米",
  });
  expect(model.effects.riderLoad.get(8)).toBe(1);
  expect(model.orders.get(1)?.delivery).toBe("assigned");
  expect(model.effects.events[0]).toMatchObject({
    kind: "delivery.assigned",
    payload: { riderId: 8, why: "离店 120 米" },
  });
});
