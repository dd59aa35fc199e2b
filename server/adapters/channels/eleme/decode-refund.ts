import type { ChannelFact, Decoded, RefundLine } from "@/server/domain/channels/message";
import {
  optionalCode,
  readFen,
  readInt,
  readSeconds,
  readText,
} from "@/server/domain/channels/reading";
import type { Instant } from "@/server/domain/kernel/instant";
import { asArray, asObject, type Json, type JsonObject } from "../parse-json";

const SUCCEEDED = 50;

/**
 * order.reverse.push: only a refund that succeeded moves money. Most say neither how much nor of what; then the order is
 * asked for, and its refunds with it. Nothing said never means all.
 */
export function readReverse(body: JsonObject, pushedAt: Instant): Decoded {
  const externalNo = readText(body.order_id, "order_id", 32);
  const event = asObject(body.cur_reverse_event);
  const step = readInt(event.refund_status, "refund_status", 0, 1000);
  if (step !== SUCCEEDED) return { type: "nothing", why: `refund step ${step}` };
  const lines = readLines(body.products);
  if (lines.length === 0 && body.refund_amount === undefined) return { type: "pull", externalNo };
  const refundId = readText(body.refund_order_id, "refund_order_id", 64);
  const at = body.update_time ? readSeconds(body.update_time, "update_time") : pushedAt;
  const amountFen =
    body.refund_amount === undefined ? sumOf(lines) : readFen(body.refund_amount, "refund_amount");
  const base = { externalNo, at, version: refundId, refundId };
  return { type: "fact", fact: { ...base, kind: "refund", amountFen, full: false, lines } };
}

/** The refunds in an answer to order.partrefund.get, one fact each; the lines of one refund belong together. */
export function readPartRefunds(
  data: JsonObject,
  externalNo: string,
  versionAt: Instant,
): ChannelFact[] {
  const at = data.asked_at ? readSeconds(data.asked_at, "part_refund.asked_at") : versionAt;
  const byId = new Map<string, Json[]>();
  for (const item of asArray(data.refund_details)) {
    const id = readText(asObject(item).refund_order_id, "refund_details.refund_order_id", 64);
    const list = byId.get(id);
    if (list) list.push(item);
    else byId.set(id, [item]);
  }
  return [...byId].map(([refundId, items]): ChannelFact => {
    const lines = readLines(items);
    const base = { externalNo, at, version: refundId, refundId };
    return { ...base, kind: "refund", amountFen: sumOf(lines), full: false, lines };
  });
}

/** A line without an amount says 0; the refund rule gives it its share of what was paid. */
function readLines(value: Json | undefined): RefundLine[] {
  return asArray(value)
    .map(asObject)
    .map((p, i) => ({
      externalLineId:
        optionalCode(p.sub_biz_order_id, `products[${i}].sub_biz_order_id`) ||
        optionalCode(p.custom_sku_id, `products[${i}].custom_sku_id`),
      qty: readInt(p.number ?? 0, `products[${i}].number`, 0, 99_999),
      amountFen: readFen(p.total_refund ?? p.refund_amount ?? 0, `products[${i}].refund_amount`),
    }));
}

function sumOf(lines: readonly RefundLine[]): RefundLine["amountFen"] {
  const sum = lines.reduce((total, line) => total + line.amountFen, 0);
  return readFen(sum, "refund_amount");
}
