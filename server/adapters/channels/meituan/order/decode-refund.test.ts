import { expect, test } from "vitest";
import type { Form } from "@/server/adapters/channels/form";
import { writeForm } from "@/server/adapters/channels/form";
import type { Account } from "@/server/domain/channels/account";
import { decodeMeituan } from "../decode";
import { readRefund, readRefundDetails, readRefundResult } from "./decode-refund";

const ACCOUNT = { config: { answerSeconds: 900 } } as unknown as Account;
const BASE: Form = { order_id: "8001", refund_id: "88", ctime: "1767225600", reason: "商品缺货" };
const FOOD = [{ app_food_code: "K1", sku_id: "K1", count: 2, refund_price: 4.5 }];
const GOODS = { money: "9.00", food: JSON.stringify(FOOD) };
const told = (flags: Form, topic = "refund-partial") =>
  readRefund(topic, { ...BASE, ...flags }, ACCOUNT);

function kindOf(flags: Form, topic?: string): string {
  const item = told(flags, topic);
  if (item.type !== "fact") return item.type;
  return item.fact.kind === "application" ? item.fact.state : item.fact.kind;
}

test.each([
  [{ notify_type: "apply", res_type: "0" }, "open"],
  [{ notify_type: "part", res_type: "0" }, "open"],
  [{ notify_type: "agree", res_type: "2" }, "refund"],
  [{ notify_type: "agree", res_type: "0" }, "refund"],
  [{ notify_type: "apply", res_type: "5" }, "refund"],
  [{ notify_type: "reject", res_type: "1" }, "refused"],
  [{ res_type: "3" }, "refused"],
  [{ notify_type: "cancelRefund" }, "withdrawn"],
  [{ notify_type: "cancelRefundComplaint", res_type: "8" }, "withdrawn"],
  [{ notify_type: "", res_type: "", status: "1", service_type: "2" }, "open"],
  [{ status: "10", service_type: "2" }, "open"],
  [{ status: "10", service_type: "1" }, "refund"],
  [{ status: "20", service_type: "2" }, "open"],
  [{ status: "21", service_type: "2" }, "refund"],
  [{ status: "28", service_type: "2" }, "refused"],
  [{ status: "30", service_type: "2" }, "withdrawn"],
  [{ notify_type: "agree", res_type: "1" }, "unknown"],
  [{ notify_type: "surprise" }, "unknown"],
  [{ res_type: "9" }, "unknown"],
  [{ status: "99" }, "unknown"],
  [{}, "unknown"],
] as [Form, string][])("refund flags %j: %s", (flags, kind) => {
  expect(kindOf({ ...flags, ...GOODS })).toBe(kind);
});

test("an application carries what is asked, why, and when the platform decides by itself", () => {
  expect(told({ notify_type: "part", res_type: "0", ...GOODS })).toEqual({
    type: "fact",
    fact: {
      kind: "application",
      externalNo: "8001",
      at: 1_767_225_600_000,
      version: "88:open@1767225600000",
      about: "refund",
      applicationId: "88",
      state: "open",
      amountFen: 900,
      reason: "商品缺货",
      answerBy: 1_767_226_500_000,
    },
  });
});

test("the topic alone says that it is all: a partial one without goods gives money, and goods stay", () => {
  const agreed = { notify_type: "agree", res_type: "4" };
  expect(told({ ...agreed, money: "3.00" })).toMatchObject({
    fact: { kind: "refund", full: false, amountFen: 300, lines: [] },
  });
  expect(told({ ...agreed, ...GOODS })).toMatchObject({
    fact: { full: false, amountFen: 900, lines: [{ externalLineId: "K1", qty: 2 }] },
  });
  expect(told({ ...agreed, ...GOODS }, "refund-full")).toMatchObject({
    fact: { full: true, amountFen: 900, lines: [] },
  });
  // Neither goods nor money: nothing to book, and somebody has to look.
  expect(told(agreed)).toMatchObject({
    type: "unknown",
    order: { externalNo: "8001", fields: "refund_id=88 notify_type=agree res_type=4" },
  });
});

test("degraded news of a refund is news all the same: the refund is asked for, never the order instead of it", () => {
  const push = { ...BASE, incmp_code: "-1", notify_type: "agree", res_type: "2", money: "9.90" };
  const bytes = (form: Form) =>
    Buffer.from(
      writeForm(
        Object.fromEntries(Object.entries(form).map(([k, v]) => [k, encodeURIComponent(v)])),
      ),
    );
  expect(decodeMeituan("refund-partial", bytes({ ...push, food: "[]" }), ACCOUNT)).toEqual({
    ok: true,
    value: [{ type: "pull", externalNo: "8001", refundId: "88" }],
  });
  const full = decodeMeituan("refund-full", bytes(push), ACCOUNT);
  expect(full).toMatchObject({ value: [{ type: "fact", fact: { kind: "refund", full: true } }] });
  const asked = decodeMeituan(
    "refund-full",
    bytes({ ...push, notify_type: "apply", res_type: "0" }),
    ACCOUNT,
  );
  expect(asked).toMatchObject({ value: [{ type: "fact", fact: { kind: "application" } }] });
});

test("refund result: whole ones are booked, partial ones asked for, failed ones refused", () => {
  const result = (refund_status: string) =>
    readRefundResult({ ...BASE, refund_status, money: "9.90" }, ACCOUNT);
  expect(result("3")).toMatchObject({ fact: { kind: "refund", full: true, amountFen: 990 } });
  expect(result("13")).toEqual({ type: "pull", externalNo: "8001", refundId: "88" });
  expect(result("4")).toMatchObject({ fact: { kind: "application", state: "refused" } });
  expect(result("77")).toMatchObject({ type: "unknown" });
});

test("refund details: each agreed refund is a fact of its own, others are none", () => {
  const detail = [
    {
      refund_id: 88,
      res_type: 2,
      refund_type: 2,
      money: "9.00",
      wmAppRetailForOrderPartRefundList: FOOD,
    },
    { refund_id: 89, res_type: 0, refund_type: 2, money: "1.00" },
    { refund_id: 90, res_type: 6, refund_type: 1, money: 20 },
  ];
  const facts = readRefundDetails({ refund_detail: JSON.stringify(detail) }, "8001", 1 as never);
  expect(facts).toMatchObject([
    { fact: { refundId: "88", full: false, amountFen: 900, lines: [{ qty: 2, amountFen: 900 }] } },
    { fact: { refundId: "90", full: true, amountFen: 2_000, lines: [] } },
  ]);
});
