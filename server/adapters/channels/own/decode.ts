import type { Account } from "@/server/domain/channels/account";
import type { ChannelFact, Decoded, DecodeRefusal } from "@/server/domain/channels/message";
import { clockIso, FieldError, optionalText, readText } from "@/server/domain/channels/reading";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import { asObject, type Json, parseJson } from "../parse-json";
import { bookedPromise, readOwnOrder, readOwnRefund } from "./decode-order";
import { readDeviceEvents } from "./devices/decode-device";
import { readPosSales } from "./devices/decode-pos";
import { isWmsTopic, readWmsReport } from "./devices/decode-wms";
import { type Fields, fieldsOf } from "./fields";
import { readGroupFile } from "./files/decode-file";

/** A message of our own contract, by topic. */
export function decodeOwn(
  topic: string,
  body: Uint8Array,
  account: Account,
): Result<Decoded[], DecodeRefusal> {
  try {
    if (topic === "file") return ok(readGroupFile(body));
    const json = readJson(body);
    if (topic === "pos-sales") return ok(readPosSales(json, account));
    if (isWmsTopic(topic)) return ok([readWmsReport(topic, json, account.config.fieldOverrides)]);
    if (topic === "store-events" || topic === "rider-events") return ok(readDeviceEvents(json));
    return ok([readEvent(fieldsOf(asObject(json), account.config.fieldOverrides), account)]);
  } catch (error) {
    if (error instanceof FieldError) return refuse({ code: error.code, cause: error.message });
    if (error instanceof SyntaxError)
      return refuse({ code: "BROKEN_JSON", cause: `不是有效的 JSON：${error.message}` });
    throw error;
  }
}

function readJson(body: Uint8Array): Json {
  return parseJson(new TextDecoder("utf-8", { fatal: false }).decode(body));
}

function readEvent(fields: Fields, account: Account): Decoded {
  const event = readText(fields("event"), "event", 64);
  const occurredAt = clockIso(fields("occurred_at"), "occurred_at");
  if (event === "order.created")
    return { type: "order", order: readOwnOrder(fields, occurredAt, account) };
  if (event === "refund.succeeded") return { type: "fact", fact: readOwnRefund(fields) };
  const fact = simpleFact(event, fields, occurredAt);
  return fact ? { type: "fact", fact } : { type: "unknown", what: event };
}

function simpleFact(event: string, fields: Fields, at: ChannelFact["at"]): ChannelFact | null {
  const base = {
    externalNo: readText(fields("order.channel_order_id"), "order.channel_order_id", 128),
    at,
    version: String(at),
  };
  if (event === "order.paid")
    return { ...base, version: "paid", kind: "paid", promiseAt: bookedPromise(fields) };
  if (event === "order.completed") return { ...base, kind: "completed" };
  if (event === "order.accepted") return { ...base, kind: "accepted" };
  if (event === "order.cancelled") {
    return {
      ...base,
      kind: "cancelled",
      reason: optionalText(fields("order.reason")) || "买家取消",
      by: "buyer",
    };
  }
  return null;
}
