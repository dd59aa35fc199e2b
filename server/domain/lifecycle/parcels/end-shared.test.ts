import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import type { Fulfil, Trade } from "../../orders";
import { endShared } from "./end-shared";

const shared = (status: Fulfil, ...trades: Trade[]) => {
  const model = sampleModel({
    orders: trades.map(() => ({ parcels: [0], lines: [{ open: 1 }] })),
    parcels: [{ status }],
  });
  trades.forEach((trade, i) => {
    model.orders.get(i + 1)!.trade = trade;
  });
  endShared(model, model.orders.get(1)!, SAMPLE_AT);
  return model.parcels.get(101)?.status;
};

test("endShared: over when the last of them says so, or is cancelled on the way", () => {
  expect(shared("open", "completed", "accepted")).toBe("open");
  expect(shared("open", "completed", "completed")).toBe("fulfilled");
  expect(shared("handed_over", "completed", "cancelled")).toBe("fulfilled");
});

test("endShared: all cancelled on the way is brought back by somebody", () => {
  expect(shared("handed_over", "cancelled", "cancelled")).toBe("handed_over");
});

test("endShared: a parcel of which not everybody is loaded is left alone", () => {
  const model = sampleModel({
    orders: [1, 2].map(() => ({ parcels: [0], lines: [{ open: 1 }] })),
    parcels: [{ status: "released" }],
  });
  model.orders.get(1)!.trade = "completed";
  model.orders.delete(2);
  endShared(model, model.orders.get(1)!, SAMPLE_AT);
  expect(model.parcels.get(101)?.status).toBe("released");
});
