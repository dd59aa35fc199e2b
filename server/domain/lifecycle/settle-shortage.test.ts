import { expect, test } from "vitest";
import { SAMPLE_AT, sampleModel } from "@/tests/samples/sample-model";
import { settleShortage } from "./settle-shortage";

test("settleShortage: missing pieces leave the order, and their price is owed", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 1, short: 2 }, { open: 1 }] }],
    parcels: [{}],
  });
  const order = model.orders.get(1)!;
  settleShortage(model, order, { at: SAMPLE_AT });
  expect(order.lines[0]).toMatchObject({ open: 1, unassigned: 0, cancelled: 2 });
  expect(order.owed).toMatchObject([{ lineNo: 1, pieces: 2, amountFen: 600 }]);
  expect(model.effects.events.at(-1)?.payload).toEqual({ missing: 2, owedFen: 600 });
  settleShortage(model, order, { at: SAMPLE_AT });
  expect(order.owed).toHaveLength(1);
});
