import { expect, test } from "vitest";
import { SAMPLE_AT, type SampleOrder, sampleModel } from "../../../tests/samples/sample-model";
import type { CaseCode } from "../exceptions";
import { closingEffects, isHolding, settleClosed, waitsForPayment } from "./closing";
import { APPLIED_CODE } from "./effects";
import type { OrderState } from "./model";

type Change = (order: OrderState) => void;

/** One order with a parcel, closed by its case: what is said of it, and what it is then. */
function closed(
  about: { code: CaseCode; lineNo?: number },
  lines: SampleOrder["lines"],
  change: Change = () => undefined,
) {
  const model = sampleModel({ orders: [{ parcels: [0], lines }], parcels: [{}] });
  const order = model.orders.get(1)!;
  if (order.lines.some((l) => l.unassigned > 0)) order.stock = "short";
  change(order);
  const before = structuredClone(order);
  const { code, lineNo = null } = about;
  settleClosed(model, order, { code, lineNo, why: "顾客说算了", at: SAMPLE_AT });
  return { says: closingEffects(before, order, code), order, effects: model.effects };
}
/** A line of an article nobody knows. */
const unknown =
  (lineNo: number): Change =>
  (order) => {
    order.lines[lineNo - 1]!.skuId = null;
    order.stock = order.lines.some((l) => l.skuId !== null && l.unassigned > 0)
      ? "short"
      : "reserved";
  };

test("a shortage: what is missing leaves and is owed; with nothing there the order is cancelled", () => {
  const partly = [{ open: 2 }, { open: 1, short: 2, paidFen: 900 }];
  expect(closed({ code: "OUT_OF_STOCK" }, partly).says).toEqual([
    { does: "drops", pieces: 2, owedFen: 600 },
  ]);
  const wholly = closed({ code: "OVERSOLD" }, [{ open: 0, short: 2 }]);
  expect(wholly.says).toEqual([{ does: "cancels" }]);
  expect(wholly.effects.writebacks).toMatchObject([{ kind: "cancel" }]);
});

test("what was settled before, and an order that is over, are only closed", () => {
  expect(closed({ code: "OUT_OF_STOCK" }, [{ open: 2 }]).says).toEqual([]);
  expect(closed({ code: "UNDELIVERABLE" }, [{ open: 2 }]).says).toEqual([]);
  for (const trade of ["cancelled", "completed"] as const) {
    const over = closed({ code: "OUT_OF_STOCK" }, [{ open: 0, short: 2 }], (order) => {
      order.trade = trade;
    });
    expect(over.says).toEqual([]);
  }
});

test("the last that holds frees the order, others say how many are left", () => {
  const held: Change = (order) => {
    order.holdingCodes = ["SKU_UNMATCHED"];
  };
  expect(closed({ code: "MONEY_DRIFT" }, [{ open: 2 }]).says).toEqual([{ does: "goes-on" }]);
  expect(closed({ code: "MONEY_DRIFT" }, [{ open: 2 }], held).says).toEqual([
    { does: "stays-held", by: 1 },
  ]);
  expect(closed({ code: APPLIED_CODE }, [{ open: 2 }]).says).toEqual([
    { does: "ends-application" },
    { does: "goes-on" },
  ]);
  expect([isHolding(APPLIED_CODE), isHolding("MONEY_DRIFT"), isHolding("OVERSOLD")]).toEqual([
    true,
    true,
    false,
  ]);
});

test("closingEffects: goods that are there by now, and what was owed before, are told as they are", () => {
  const model = sampleModel({
    orders: [{ parcels: [0], lines: [{ open: 1, short: 2 }] }],
    parcels: [{}],
  });
  const before = model.orders.get(1)!;
  const after = structuredClone(before);
  Object.assign(after.lines[0]!, { open: 3, unassigned: 0 });
  expect(closingEffects(before, after, "OUT_OF_STOCK")).toEqual([{ does: "places", pieces: 2 }]);
});

test("an unknown article: its line leaves, what is short beside it waits on", () => {
  const lines = [
    { open: 1, short: 1 },
    { open: 0, short: 2, paidFen: 700 },
  ];
  const found = closed({ code: "SKU_UNMATCHED", lineNo: 2 }, lines, unknown(2));
  expect(found.says).toEqual([{ does: "drops", pieces: 2, owedFen: 700 }, { does: "goes-on" }]);
  expect(found.order.lines).toMatchObject([{ unassigned: 1 }, { unassigned: 0, cancelled: 2 }]);
  expect(found.effects.closedCases).toEqual([]);
});

test("a shortage beside a line that waits to be known is none of that line's", () => {
  const lines = [
    { open: 0, short: 1 },
    { open: 0, short: 2 },
  ];
  const found = closed({ code: "OUT_OF_STOCK" }, lines, unknown(2));
  expect(found.says).toMatchObject([{ does: "drops", pieces: 1 }]);
  expect(found.order.lines).toMatchObject([{ cancelled: 1 }, { unassigned: 2 }]);
});

test("an unknown shop: nothing will come from nowhere, the order is cancelled", () => {
  const found = closed({ code: "STORE_UNMATCHED" }, [{ open: 0, short: 1 }], (order) => {
    Object.assign(order, { storeId: null, stock: "unreserved" });
  });
  expect(found.says).toEqual([{ does: "cancels" }]);
});

test("what nobody knows: not before it is paid; what a till sold is sold", () => {
  expect(waitsForPayment({ trade: "pending_payment" }, "SKU_UNMATCHED")).toBe(true);
  expect(waitsForPayment({ trade: "accepted" }, "SKU_UNMATCHED")).toBe(false);
  expect(waitsForPayment({ trade: "pending_payment" }, "MONEY_DRIFT")).toBe(false);
  const till = closed(
    { code: "SKU_UNMATCHED", lineNo: 2 },
    [{ open: 1 }, { open: 0, short: 2 }],
    (order) => {
      unknown(2)(order);
      Object.assign(order, { isTill: true, trade: "completed" });
    },
  );
  expect(till.says).toEqual([{ does: "counts-sold", pieces: 2 }]);
  expect(till.order.lines[1]).toMatchObject({ cancelled: 2, unassigned: 0 });
  expect(till.order.owed).toEqual([]);
});
