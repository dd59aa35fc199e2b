import type { Account } from "@/server/domain/channels/account";
import type { ChannelFact, Decoded, DecodeRefusal } from "@/server/domain/channels/message";
import { FieldError, optionalText, readText } from "@/server/domain/channels/reading";
import { clockOf } from "@/server/domain/channels/unset";
import type { Instant } from "@/server/domain/kernel/instant";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Delivery } from "@/server/domain/orders/axes";
import type { Form } from "../form";
import { entryOf } from "../parse-json";
import { readMeituanOrder } from "./order/decode-order";
import { readRefund, readRefundDetails, readRefundResult } from "./order/decode-refund";
import { formOf } from "./verify";

/** A Meituan push, or the detail we pulled, in our words. */
export function decodeMeituan(
  topic: string,
  body: Uint8Array,
  account: Account,
): Result<Decoded[], DecodeRefusal> {
  const form = formOf(body);
  if (!form) return refuse({ code: "BROKEN_FORM", cause: "不是美团编码的表单" });
  try {
    return ok(readPush(topic, form, account));
  } catch (error) {
    if (error instanceof FieldError) return refuse({ code: error.code, cause: error.message });
    if (error instanceof SyntaxError)
      return refuse({ code: "BROKEN_JSON", cause: `不是有效的 JSON：${error.message}` });
    throw error;
  }
}

function readPush(topic: string, form: Form, account: Account): Decoded[] {
  // What happened to an order is never exchanged for a look at the order.
  const news = entryOf(NEWS, topic);
  if (news) return [news(form, topic, account)];
  // Degraded data may lack whole parts, the lines among them: it is asked for again before anybody reads it.
  if (form.incmp_code === "-1" && topic !== "detail-final" && form.order_id) {
    return [{ type: "pull", externalNo: readText(form.order_id, "order_id", 32) }];
  }
  if (!ORDERS.has(topic)) return [{ type: "unknown", what: topic }];
  const order = readMeituanOrder(form, account);
  const refunds = readRefundDetails(form, order.externalNo, order.versionAt);
  return [
    { type: "order", order: topic === "detail-final" ? { ...order, degraded: false } : order },
    ...refunds,
  ];
}

/** The order itself, pushed or pulled. */
const ORDERS: ReadonlySet<string> = new Set([
  "order-paid",
  "order-confirmed",
  "detail",
  "detail-final",
]);

const NEWS: Record<string, (form: Form, topic: string, account: Account) => Decoded> = {
  "order-completed": (form) => ({ type: "fact", fact: { ...base(form), kind: "completed" } }),
  "order-cancelled": (form) => ({ type: "fact", fact: cancelled(form) }),
  "refund-full": (form, topic, account) => readRefund(topic, form, account),
  "refund-partial": (form, topic, account) => readRefund(topic, form, account),
  "refund-result": (form, _topic, account) => readRefundResult(form, account),
  "delivery-status": deliveryStatus,
};

function base(form: Form, at: Instant = pushedAt(form)) {
  return { externalNo: readText(form.order_id, "order_id", 32), at, version: String(at) };
}

/** The time of the fact where the push has one, else the moment it was signed. */
function pushedAt(form: Form): Instant {
  return clockOf([form.utime, form.time, form.ctime, form.timestamp], "timestamp");
}

const BY: Record<string, "buyer" | "merchant" | "platform"> = { "1": "buyer", "2": "merchant" };

function cancelled(form: Form): ChannelFact {
  const at = clockOf([form.utime, form.timestamp], "timestamp");
  const words = [form.reason_code, form.reason].filter(Boolean).join(" ");
  const reason = optionalText(words) || "平台取消";
  return {
    ...base(form, at),
    kind: "cancelled",
    reason,
    by: entryOf(BY, form.deal_op_type ?? "") ?? "platform",
  };
}

const LOGISTICS: Record<string, Delivery> = {
  "0": "calling",
  "5": "calling",
  "10": "assigned",
  "15": "arrived_store",
  "20": "picked_up",
  "40": "delivered",
  "100": "carrier_cancelled",
};

function deliveryStatus(form: Form): Decoded {
  const code = readText(form.logistics_status, "logistics_status", 8);
  const status = entryOf(LOGISTICS, code);
  if (!status) return { type: "unknown", what: `logistics_status ${code}` };
  const at = clockOf([form.time, form.timestamp], "time");
  return {
    type: "fact",
    fact: { ...base(form, at), version: `${code}@${at}`, kind: "delivery", status },
  };
}
