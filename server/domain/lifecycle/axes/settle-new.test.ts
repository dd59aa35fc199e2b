import { expect, test } from "vitest";
import { type NewOrderAxes, type NewOrderNews, settleNew } from "./settle-new";

const settle = (row: Partial<NewOrderAxes["row"]>, news: Partial<NewOrderNews>) => {
  const order: NewOrderAxes = {
    row: {
      trade: "accepted",
      storeId: 7,
      stock: "unreserved",
      fulfil: null,
      leadFulfilmentId: null,
      holds: 0,
      ...row,
    },
    lines: [{ lineNo: 1, skuId: 401, ordered: 2, unassigned: 2, open: 0 }],
  };
  settleNew(order, { grants: [], parcels: [], holdingCodes: [], ...news });
  return order;
};
const grant = (granted: number) => ({
  orderId: 17,
  lineNo: 1,
  storeId: 7,
  draws: [{ skuId: 401, per: 1 }],
  qty: 2,
  granted,
});

test("settleNew: pieces that were granted are open, the rest is missing", () => {
  const order = settle({}, { grants: [grant(1)], parcels: [{ id: 101, status: "open" }] });
  expect(order.row).toMatchObject({ stock: "short", fulfil: "open", leadFulfilmentId: 101 });
  expect(order.lines[0]).toMatchObject({ open: 1, unassigned: 1 });
});

test("settleNew: goods of one that is not paid are held and lie nowhere", () => {
  const order = settle({ trade: "pending_payment" }, { grants: [grant(2)] });
  expect(order.row).toMatchObject({ stock: "reserved", fulfil: null });
  expect(order.lines[0]).toMatchObject({ open: 0, unassigned: 2 });
  expect(settle({ trade: "pending_payment" }, { grants: [grant(1)] }).row.stock).toBe("unreserved");
});

test("settleNew: what people must decide holds it", () => {
  expect(settle({}, { holdingCodes: ["MONEY_DRIFT", "SKU_UNMATCHED"] }).row.holds).toBe(1);
});
