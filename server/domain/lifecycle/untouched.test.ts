import { expect, test } from "vitest";
import { sampleModel } from "@/tests/samples/sample-model";
import { isUntouched } from "./untouched";

const two = () =>
  sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 1 }] },
      { parcels: [1], lines: [{ open: 1 }] },
    ],
    parcels: [{}, {}],
  });

test("isUntouched: neither the parcel nor anybody in it changed", () => {
  const model = two();
  model.effects.changedOrders.add(1);
  expect([isUntouched(model, 101), isUntouched(model, 102)]).toEqual([false, true]);
  model.effects.changedParcels.add(102);
  expect(isUntouched(model, 102)).toBe(false);
});
