import type { Account } from "@/server/domain/channels/account";
import type { ChannelFact, Decoded, DecodeRefusal } from "@/server/domain/channels/message";
import {
  FieldError,
  optionalText,
  plainText,
  readInt,
  readText,
} from "@/server/domain/channels/reading";
import { clockOf, UNTOLD } from "@/server/domain/channels/unset";
import type { Instant } from "@/server/domain/kernel/instant";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Delivery } from "@/server/domain/orders/axes";
import { asObject, entryOf, type JsonObject, parseJson } from "../parse-json";
import { type Pushed, readUserCancel } from "./decode-application";
import { readElemeOrder } from "./decode-order";
import { readPartRefundPush, readPartRefunds, readReverse } from "./decode-refund";
import { envelopeOf } from "./verify";

/** An Ele.me retail push, or the detail we pulled, in our words. */
export function decodeEleme(
  topic: string,
  body: Uint8Array,
  account: Account,
): Result<Decoded[], DecodeRefusal> {
  try {
    if (topic === "detail" || topic === "detail-final") return ok(detail(topic, body, account));
    const envelope = envelopeOf(body);
    if (!envelope) return refuse({ code: "BROKEN_FORM", cause: "不是饿了么报文" });
    const at = clockOf([envelope.timestamp], "timestamp");
    return ok([readPush(topic, asObject(parseJson(envelope.body || "{}")), { at, account })]);
  } catch (error) {
    if (error instanceof FieldError) return refuse({ code: error.code, cause: error.message });
    if (error instanceof SyntaxError)
      return refuse({ code: "BROKEN_JSON", cause: `不是有效的 JSON：${error.message}` });
    throw error;
  }
}

function detail(topic: string, body: Uint8Array, account: Account): Decoded[] {
  const data = asObject(parseJson(Buffer.from(body).toString("utf8")));
  const held = asObject(data.order);
  // Degraded data may lack whole parts, the lines among them: it is asked for again before anybody reads it.
  if (topic !== "detail-final" && plainText(held.down_flag) === "1" && held.order_id) {
    return [{ type: "pull", externalNo: readText(held.order_id, "order.order_id", 32) }];
  }
  const order = readElemeOrder(data, account);
  const refunds = readPartRefunds(asObject(data.part_refund), order.externalNo, order.versionAt);
  return [
    { type: "order", order: topic === "detail-final" ? { ...order, degraded: false } : order },
    ...refunds.map((fact): Decoded => ({ type: "fact", fact })),
  ];
}

function readPush(cmd: string, body: JsonObject, from: Pushed): Decoded {
  const reader = entryOf(READERS, cmd);
  return reader ? reader(body, from) : { type: "unknown", what: cmd };
}

const READERS: Record<string, (body: JsonObject, from: Pushed) => Decoded> = {
  "order.create": (body) => ({ type: "pull", externalNo: orderId(body) }),
  "order.status.push": (body, { at }) => status(body, at),
  "order.deliveryStatus.push": (body, { at }) => deliveryStatus(body, at),
  "order.reverse.push": readReverse,
  "order.partrefund.push": readPartRefundPush,
  "order.user.cancel": readUserCancel,
  "order.remind.push": () => ({ type: "nothing", why: "催单" }),
};

/** When it happened, as the push has it, else when that was sent. */
function changedAt(body: JsonObject, pushedAt: Instant): Instant {
  const at = clockOf([body.update_time], "update_time");
  return at === UNTOLD ? pushedAt : at;
}

const orderId = (body: JsonObject) => readText(body.order_id, "order_id", 32);
const base = (body: JsonObject, at: Instant) => ({
  externalNo: orderId(body),
  at,
  version: String(at),
});

function status(body: JsonObject, pushedAt: Instant): Decoded {
  const code = readInt(body.status, "status", [0, 1000]);
  const at = changedAt(body, pushedAt);
  const facts: Record<number, ChannelFact> = {
    5: { ...base(body, at), kind: "accepted" },
    7: { ...base(body, at), version: `7@${at}`, kind: "delivery", status: "assigned" },
    8: { ...base(body, at), version: `8@${at}`, kind: "delivery", status: "delivering" },
    9: { ...base(body, at), kind: "completed" },
    10: {
      ...base(body, at),
      kind: "cancelled",
      reason: optionalText(body.reason) || "平台取消",
      by: "platform",
    },
  };
  if (code === 1) return { type: "pull", externalNo: orderId(body) };
  const fact = facts[code];
  return fact ? { type: "fact", fact } : { type: "unknown", what: `order status ${code}` };
}

const DELIVERY: Record<number, Delivery> = {
  1: "pending_call",
  2: "calling",
  3: "calling",
  4: "calling",
  7: "assigned",
  21: "arrived_store",
  8: "picked_up",
  16: "delivered",
  15: "carrier_cancelled",
  17: "undeliverable",
  20: "carrier_cancelled",
};

function deliveryStatus(body: JsonObject, pushedAt: Instant): Decoded {
  const code = readInt(body.status, "status", [0, 1000]);
  const at = changedAt(body, pushedAt);
  const to = DELIVERY[code];
  if (!to) return { type: "unknown", what: `delivery status ${code}` };
  return {
    type: "fact",
    fact: { ...base(body, at), version: `${code}@${at}`, kind: "delivery", status: to },
  };
}
