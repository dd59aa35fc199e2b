import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { endShortage } from "./end-shortage";

const short = (open: number) => {
  const model = sampleModel({
    orders: [{ parcels: open > 0 ? [0] : [], lines: [{ open, short: 2 }] }],
    parcels: [{}],
  });
  return { model, order: model.orders.get(1)! };
};
const how = { why: "缺货", at: SAMPLE_AT };

test("endShortage: what there is goes, the rest is owed back", () => {
  const { model, order } = short(1);
  expect(endShortage(model, order, how)).toBe(true);
  expect(order.lines[0]).toMatchObject({ open: 1, unassigned: 0, cancelled: 2 });
  expect(order.owed).toMatchObject([{ lineNo: 1, pieces: 2, amountFen: 600, why: "short" }]);
});

test("endShortage: an order of which nothing is there is cancelled, and its channel told", () => {
  const { model, order } = short(0);
  expect(endShortage(model, order, how)).toBe(true);
  expect(order.trade).toBe("cancelled");
  expect(model.effects.writebacks).toMatchObject([{ orderId: 1, kind: "cancel" }]);
});

test("endShortage: not one that waits for something else, but for a person who says so", () => {
  const { model, order } = short(1);
  order.holds = 1;
  expect(endShortage(model, order, how)).toBe(false);
  expect(endShortage(model, order, { ...how, isByHand: true })).toBe(true);
  expect(endShortage(model, order, how)).toBe(false);
});
