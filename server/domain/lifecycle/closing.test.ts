import { expect, test } from "vitest";
import { type SampleOrder, sampleModel } from "../../../tests/samples/sample-model";
import { closingEffects } from "./closing";
import { APPLIED_CODE } from "./effects";

const orderOf = (lines: SampleOrder["lines"]) =>
  sampleModel({ orders: [{ parcels: [0], lines }], parcels: [{}] }).orders.get(1)!;
const WHOLE = [{ open: 2 }];

test("closingEffects: of a shortage, what is missing leaves; with nothing there the order is cancelled", () => {
  const partly = orderOf([{ open: 2 }, { open: 1, short: 2, paidFen: 900 }]);
  expect(closingEffects(partly, "OUT_OF_STOCK", ["OUT_OF_STOCK"])).toEqual([
    { does: "drops", pieces: 2, owedFen: 600 },
  ]);
  const wholly = orderOf([{ open: 0, short: 2 }]);
  expect(closingEffects(wholly, "OVERSOLD", ["OVERSOLD"])).toEqual([{ does: "cancels" }]);
});

test("closingEffects: what was settled before is only closed", () => {
  expect(closingEffects(orderOf(WHOLE), "OUT_OF_STOCK", ["OUT_OF_STOCK"])).toEqual([]);
  expect(closingEffects(orderOf(WHOLE), "UNDELIVERABLE", ["UNDELIVERABLE"])).toEqual([]);
});

test("closingEffects: the last that holds frees the order, others say how many are left", () => {
  const open = ["SKU_UNMATCHED", "MONEY_DRIFT", "OUT_OF_STOCK"] as const;
  const order = orderOf(WHOLE);
  expect(closingEffects(order, "MONEY_DRIFT", ["MONEY_DRIFT"])).toEqual([{ does: "goes-on" }]);
  expect(closingEffects(order, "MONEY_DRIFT", open)).toEqual([{ does: "stays-held", by: 1 }]);
  expect(closingEffects(order, APPLIED_CODE, [APPLIED_CODE])).toEqual([
    { does: "ends-application" },
    { does: "goes-on" },
  ]);
});

test("closingEffects: an order that is over moves nothing", () => {
  for (const trade of ["cancelled", "completed"] as const) {
    const order = { ...orderOf([{ open: 0, short: 2 }]), trade };
    expect(closingEffects(order, "OUT_OF_STOCK", ["OUT_OF_STOCK"])).toEqual([]);
  }
});
