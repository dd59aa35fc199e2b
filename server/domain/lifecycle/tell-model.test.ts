import { expect, test } from "vitest";
import { minutesLater } from "@/tests/samples/order";
import { sampleModel } from "@/tests/samples/sample-model";
import type { ChannelFact, DeviceStep } from "../channels";
import { tellModel, touchedBy } from "./tell-model";

const model = () =>
  sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 1 }] }],
    parcels: [{ status: "packed", rider: 1 }],
  });
const fact = (minute: number, kind: "accepted" | "completed"): ChannelFact => ({
  kind,
  externalNo: "A1",
  at: minutesLater(minute),
  version: kind,
});
const step: DeviceStep = {
  kind: "parcel",
  fulfilmentId: 101,
  to: "ready",
  at: minutesLater(3),
  picked: [],
};
const ride: DeviceStep = { kind: "task", taskId: 201, to: "arrived_store", at: minutesLater(4) };

test("tellModel: facts take effect oldest first, whatever order they are told in", () => {
  const world = model();
  tellModel(
    world,
    [
      { orderId: 1, fact: fact(2, "completed") },
      { orderId: 1, fact: fact(1, "accepted") },
    ],
    [],
  );
  const kinds = world.effects.events.map((e) => e.kind).filter((k) => k.startsWith("order."));
  expect(kinds).toEqual(["order.accepted", "order.completed"]);
});

test("tellModel: steps move parcels and tasks; of what is not there nothing comes", () => {
  const world = model();
  const gone: DeviceStep = { ...step, fulfilmentId: 999 };
  tellModel(world, [{ orderId: 9, fact: fact(1, "accepted") }], [step, ride, gone]);
  const parcel = world.parcels.get(101)!;
  expect([parcel.status, parcel.task?.status]).toEqual(["ready", "arrived_store"]);
});

test("touchedBy: orders of facts, parcels and tasks of steps", () => {
  expect(touchedBy([{ orderId: 1, fact: fact(1, "accepted") }], [step, ride])).toEqual({
    orderIds: [1],
    parcelIds: [101],
    taskIds: [201],
  });
});
