import { expect, test } from "vitest";
import type { Account } from "@/server/domain/channels/account";
import type { Decoded } from "@/server/domain/channels/message";
import { readUserCancel } from "./decode-application";
import { readPartRefundPush, readReverse } from "./decode-refund";

const AT = 1_767_225_600_000 as never;
const FROM = { at: AT, account: { config: {} } as unknown as Account };
const ORDER = { order_id: "5001", refund_order_id: "71" };

const stateOf = (item: Decoded): string => {
  if (item.type !== "fact") return item.type;
  return item.fact.kind === "application" ? item.fact.state : item.fact.kind;
};

test.each([
  ["10", "open"],
  ["20", "open"],
  ["30", "refused"],
  ["40", "cancelled"],
  ["50", "refused"],
  ["60", "cancelled"],
  ["70", "withdrawn"],
  ["", "open"],
  ["99", "unknown"],
])("order.user.cancel type %j: %s", (type, state) => {
  const body = { ...ORDER, ...(type && { type: Number(type) }), cancel_reason: "不想要了" };
  expect(stateOf(readUserCancel(body, FROM))).toBe(state);
});

test.each([
  [0, "nothing"],
  [10, "open"],
  [20, "refused"],
  [30, "open"],
  [40, "withdrawn"],
  [50, "pull"],
  [60, "withdrawn"],
  [80, "unknown"],
])("order.reverse.push refund_status %d: %s", (refund_status, state) => {
  const body = { ...ORDER, cur_reverse_event: { refund_status } };
  expect(stateOf(readReverse(body, FROM))).toBe(state);
});

test("a cancel and a refund under one number are one application", () => {
  const cancel = readUserCancel({ ...ORDER, type: 10 }, FROM);
  const reverse = readReverse({ ...ORDER, cur_reverse_event: { refund_status: 10 } }, FROM);
  expect([cancel, reverse]).toMatchObject([
    { fact: { applicationId: "71", about: "cancel" } },
    { fact: { applicationId: "71", about: "refund" } },
  ]);
});

test("a refund that names nothing is asked for by its own number until the order shows it", () => {
  const body = { ...ORDER, cur_reverse_event: { refund_status: 50 } };
  expect(readReverse(body, FROM)).toEqual({ type: "pull", externalNo: "5001", refundId: "71" });
});

test.each([
  [10, "open"],
  [20, "refund"],
  [30, "open"],
  [40, "refused"],
  [50, "refused"],
  [77, "unknown"],
])("order.partrefund.push status %d: %s", (status, state) => {
  const goods = [{ sub_biz_order_id: "L1", custom_sku_id: "K1", number: 1, total_refund: 100 }];
  const body = {
    order_id: "5001",
    refund_id: "93",
    refund_price: 100,
    refund_products: goods,
    status,
  };
  const item = readPartRefundPush(body, FROM);
  expect(stateOf(item)).toBe(state);
  if (state === "refund")
    expect(item).toMatchObject({
      fact: {
        refundId: "93",
        amountFen: 100,
        full: false,
        lines: [{ externalLineId: "L1", qty: 1, amountFen: 100 }],
      },
    });
});

test("flags nobody taught us name the order and the fields", () => {
  expect(readPartRefundPush({ order_id: "5001", refund_id: "93", status: 77 }, FROM)).toEqual({
    type: "unknown",
    what: "order.partrefund.push",
    order: { externalNo: "5001", fields: "status=77" },
  });
});
