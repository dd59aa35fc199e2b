import { expect, test } from "vitest";
import { SAMPLE_AT, type SampleOrder, sampleModel } from "../../../tests/samples/sample-model";
import type { CaseCode } from "../exceptions";
import { closingEffects, settleClosed } from "./closing";
import { APPLIED_CODE } from "./effects";

const orderOf = (lines: SampleOrder["lines"]) =>
  sampleModel({ orders: [{ parcels: [0], lines }], parcels: [{}] }).orders.get(1)!;
const about = (code: CaseCode, lineNo: number | null = null) => ({ code, lineNo });
const WHOLE = [{ open: 2 }];

test("closingEffects: of a shortage, what is missing leaves; with nothing there the order is cancelled", () => {
  const partly = orderOf([{ open: 2 }, { open: 1, short: 2, paidFen: 900 }]);
  expect(closingEffects(partly, about("OUT_OF_STOCK"), ["OUT_OF_STOCK"])).toEqual([
    { does: "drops", pieces: 2, owedFen: 600 },
  ]);
  const wholly = orderOf([{ open: 0, short: 2 }]);
  expect(closingEffects(wholly, about("OVERSOLD"), ["OVERSOLD"])).toEqual([{ does: "cancels" }]);
});

test("closingEffects: what was settled before is only closed", () => {
  expect(closingEffects(orderOf(WHOLE), about("OUT_OF_STOCK"), ["OUT_OF_STOCK"])).toEqual([]);
  expect(closingEffects(orderOf(WHOLE), about("UNDELIVERABLE"), ["UNDELIVERABLE"])).toEqual([]);
});

test("closingEffects: the last that holds frees the order, others say how many are left", () => {
  const open = ["SKU_UNMATCHED", "MONEY_DRIFT", "OUT_OF_STOCK"] as const;
  const order = orderOf(WHOLE);
  expect(closingEffects(order, about("MONEY_DRIFT"), ["MONEY_DRIFT"])).toEqual([
    { does: "goes-on" },
  ]);
  expect(closingEffects(order, about("MONEY_DRIFT"), open)).toEqual([
    { does: "stays-held", by: 1 },
  ]);
  expect(closingEffects(order, about(APPLIED_CODE), [APPLIED_CODE])).toEqual([
    { does: "ends-application" },
    { does: "goes-on" },
  ]);
});

test("closingEffects: an order that is over moves nothing", () => {
  for (const trade of ["cancelled", "completed"] as const) {
    const order = { ...orderOf([{ open: 0, short: 2 }]), trade };
    expect(closingEffects(order, about("OUT_OF_STOCK"), ["OUT_OF_STOCK"])).toEqual([]);
  }
});

/** Line 2 is of an article nobody knows. */
function unknown(lines: SampleOrder["lines"]) {
  const model = sampleModel({ orders: [{ parcels: [0], lines }], parcels: [{}] });
  const order = model.orders.get(1)!;
  order.lines[1]!.skuId = null;
  order.stock = order.lines[0]!.unassigned > 0 ? "short" : "reserved";
  return { model, order };
}
const close = (
  { model, order }: ReturnType<typeof unknown>,
  code: CaseCode,
  lineNo: number | null,
) => settleClosed(model, order, { code, lineNo, why: "顾客说算了", at: SAMPLE_AT });

test("closing an unknown article: its line leaves, what is short beside it waits on", () => {
  const world = unknown([
    { open: 1, short: 1 },
    { open: 0, short: 2, paidFen: 700 },
  ]);
  expect(closingEffects(world.order, about("SKU_UNMATCHED", 2), ["SKU_UNMATCHED"])).toEqual([
    { does: "drops", pieces: 2, owedFen: 700 },
    { does: "goes-on" },
  ]);
  close(world, "SKU_UNMATCHED", 2);
  expect(world.order.lines).toMatchObject([{ unassigned: 1 }, { unassigned: 0, cancelled: 2 }]);
  expect(world.order.owed).toMatchObject([{ lineNo: 2, amountFen: 700 }]);
  expect(world.model.effects.closedCases).toEqual([]);
});

test("closing a shortage: a line that waits to be known is none of it", () => {
  const world = unknown([
    { open: 0, short: 1 },
    { open: 0, short: 2 },
  ]);
  const open = ["OUT_OF_STOCK", "SKU_UNMATCHED"] as const;
  expect(closingEffects(world.order, about("OUT_OF_STOCK"), open)).toMatchObject([
    { does: "drops", pieces: 1 },
  ]);
  close(world, "OUT_OF_STOCK", null);
  expect(world.order.lines).toMatchObject([{ cancelled: 1 }, { unassigned: 2 }]);
  close(world, "SKU_UNMATCHED", 2);
  expect(world.order.trade).toBe("cancelled");
  expect(world.model.effects.writebacks).toMatchObject([{ kind: "cancel" }]);
});

test("closing an unknown shop: nothing will come from nowhere, the order is cancelled", () => {
  const world = unknown([
    { open: 0, short: 1 },
    { open: 0, short: 2 },
  ]);
  world.order.storeId = null;
  const effects = closingEffects(world.order, about("STORE_UNMATCHED"), ["STORE_UNMATCHED"]);
  expect(effects).toEqual([{ does: "cancels" }]);
  close(world, "STORE_UNMATCHED", null);
  expect(world.order.trade).toBe("cancelled");
});

test("closing what nobody knows: not before it is paid; what a till sold is sold", () => {
  const unpaid = unknown([{ open: 1 }, { open: 0, short: 2 }]);
  unpaid.order.trade = "pending_payment";
  expect(closingEffects(unpaid.order, about("SKU_UNMATCHED", 2), ["SKU_UNMATCHED"])).toEqual([
    { does: "waits-payment" },
  ]);
  const till = unknown([{ open: 1 }, { open: 0, short: 2 }]);
  Object.assign(till.order, { isTill: true, trade: "completed" });
  expect(closingEffects(till.order, about("SKU_UNMATCHED", 2), ["SKU_UNMATCHED"])).toEqual([
    { does: "counts-sold", pieces: 2 },
  ]);
  close(till, "SKU_UNMATCHED", 2);
  expect(till.order.lines[1]).toMatchObject({ fulfilled: 2, unassigned: 0 });
  expect(till.order.owed).toEqual([]);
});
