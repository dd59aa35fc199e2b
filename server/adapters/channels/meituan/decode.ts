import type { Account } from "@/server/domain/channels/account";
import type {
  ChannelFact,
  Decoded,
  DecodeRefusal,
  RefundLine,
} from "@/server/domain/channels/message";
import {
  FieldError,
  optionalText,
  readFen,
  readInt,
  readSeconds,
  readText,
  yuanToFen,
} from "@/server/domain/channels/reading";
import { asFen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Delivery } from "@/server/domain/orders/axes";
import type { Form } from "../form";
import { asArray, asObject, entryOf, parseJson } from "../parse-json";
import { meituanLineId, readMeituanOrder } from "./decode-order";
import { formOf } from "./verify";

/** A Meituan push, or the detail we pulled, in our words. */
export function decodeMeituan(
  topic: string,
  body: Uint8Array,
  _account: Account,
): Result<Decoded[], DecodeRefusal> {
  const form = formOf(body);
  if (!form) return refuse({ code: "BROKEN_FORM", cause: "不是美团编码的表单" });
  try {
    return ok([readPush(topic, form)]);
  } catch (error) {
    if (error instanceof FieldError) return refuse({ code: error.code, cause: error.message });
    if (error instanceof SyntaxError)
      return refuse({ code: "BROKEN_JSON", cause: `不是有效的 JSON：${error.message}` });
    throw error;
  }
}

function readPush(topic: string, form: Form): Decoded {
  // Degraded data may lack whole parts, the lines among them: it is asked for again before anybody reads it.
  if (form.incmp_code === "-1" && topic !== "detail-final" && form.order_id) {
    return { type: "pull", externalNo: readText(form.order_id, "order_id", 32) };
  }
  const reader = entryOf(READERS, topic);
  return reader ? reader(form) : { type: "unknown", what: topic };
}

const READERS: Record<string, (form: Form) => Decoded> = {
  "order-paid": (form) => ({ type: "order", order: readMeituanOrder(form) }),
  "order-confirmed": (form) => ({ type: "order", order: readMeituanOrder(form) }),
  detail: (form) => ({ type: "order", order: readMeituanOrder(form) }),
  "detail-final": (form) => ({
    type: "order",
    order: { ...readMeituanOrder(form), degraded: false },
  }),
  "order-completed": (form) => ({ type: "fact", fact: { ...base(form), kind: "completed" } }),
  "order-cancelled": (form) => ({ type: "fact", fact: cancelled(form) }),
  "refund-full": refund,
  "refund-partial": refund,
  "delivery-status": deliveryStatus,
};

function base(form: Form, at: Instant = pushedAt(form)) {
  return { externalNo: readText(form.order_id, "order_id", 32), at, version: String(at) };
}

/** The time of the fact where the push has one, else the moment it was signed. */
function pushedAt(form: Form): Instant {
  return readSeconds(form.utime || form.time || form.ctime || form.timestamp, "timestamp");
}

const BY: Record<string, "buyer" | "merchant" | "platform"> = { "1": "buyer", "2": "merchant" };

function cancelled(form: Form): ChannelFact {
  const at = readSeconds(form.utime || form.timestamp, "timestamp");
  const words = [form.reason_code, form.reason].filter(Boolean).join(" ");
  const reason = optionalText(words) || "平台取消";
  return {
    ...base(form, at),
    kind: "cancelled",
    reason,
    by: entryOf(BY, form.deal_op_type ?? "") ?? "platform",
  };
}

/** Only an agreed refund moves money; the steps before it are known and change nothing yet. */
function refund(form: Form): Decoded {
  const agreed = form.notify_type === "agree" || ["2", "4", "5", "6"].includes(form.res_type ?? "");
  if (!agreed)
    return {
      type: "nothing",
      why: `refund ${(form.notify_type ?? form.status ?? "step").slice(0, 32)}`,
    };
  const refundId = readText(form.refund_id, "refund_id", 64);
  const full = form.food === undefined || form.food === "";
  const lines = full
    ? []
    : asArray(parseJson(form.food ?? "[]"))
        .map(asObject)
        .map(readRefundLine);
  const amountFen = form.money ? yuanToFen(form.money, "money") : asFen(0);
  const at = pushedAt(form);
  return {
    type: "fact",
    fact: {
      ...base(form, at),
      version: refundId,
      kind: "refund",
      refundId,
      amountFen,
      full,
      lines,
    },
  };
}

function readRefundLine(food: ReturnType<typeof asObject>, i: number): RefundLine {
  const qty = readInt(food.count, `food[${i}].count`, 0, 99_999);
  return {
    externalLineId: meituanLineId(food, `food[${i}]`),
    qty,
    amountFen: readFen(
      yuanToFen(food.refund_price ?? "0", `food[${i}].refund_price`) * qty,
      `food[${i}].refund_price`,
    ),
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
  const at = readSeconds(form.time || form.timestamp, "time");
  return {
    type: "fact",
    fact: { ...base(form, at), version: `${code}@${at}`, kind: "delivery", status },
  };
}
