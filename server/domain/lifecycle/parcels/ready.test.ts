import { expect, test } from "vitest";
import { sampleModel } from "@/tests/samples/sample-model";
import { isParcelReady } from "./ready";

test("isParcelReady: when every order in it may start, and there is one", () => {
  const model = sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 1 }] },
      { parcels: [0], lines: [{ open: 1 }] },
    ],
    parcels: [{}],
  });
  const parcel = model.parcels.get(101)!;
  expect(isParcelReady(model, parcel)).toBe(false);
  for (const order of model.orders.values()) order.trade = "accepted";
  expect(isParcelReady(model, parcel)).toBe(true);
  model.orders.get(2)!.holds = 1;
  expect(isParcelReady(model, parcel)).toBe(false);
  for (const line of parcel.lines) line.cancelled = line.qty;
  expect(isParcelReady(model, parcel)).toBe(false);
});
