import type { ChannelFact, Decoded, RefundLine } from "@/server/domain/channels/message";
import {
  optionalCode,
  optionalText,
  plainText,
  readFen,
  readInt,
  readText,
} from "@/server/domain/channels/reading";
import { clockOf, firstSet, isLeftOut } from "@/server/domain/channels/unset";
import type { Instant } from "@/server/domain/kernel/instant";
import { asArray, asObject, entryOf, type Json, type JsonObject } from "../parse-json";
import { type ApplicationStep, applied, type Pushed } from "./decode-application";

/** refund_status: 0 begun, 10 applied, 20 refused, 30 arbitration, 40 closed, 50 succeeded, 60 failed. */
const REVERSE_STEPS: Record<string, ApplicationStep | "agreed"> = {
  "10": "open",
  "20": "refused",
  "30": "open",
  "40": "withdrawn",
  "50": "agreed",
  "60": "withdrawn",
};

/**
 * order.reverse.push: only a refund that succeeded moves money. Most say neither how much nor of what; then the order is
 * asked for until it shows that refund. Nothing said never means all.
 */
export function readReverse(body: JsonObject, from: Pushed): Decoded {
  const externalNo = readText(body.order_id, "order_id", 32);
  const event = asObject(body.cur_reverse_event);
  const status = readInt(event.refund_status, "refund_status", [0, 1000]);
  if (status === 0) return { type: "nothing", why: "refund begun" };
  const step = entryOf(REVERSE_STEPS, String(status));
  if (!step) return untaught("order.reverse.push", externalNo, `refund_status=${status}`);
  const refundId = readText(body.refund_order_id, "refund_order_id", 64);
  const at = firstSet([body.update_time]) ? clockOf([body.update_time], "update_time") : from.at;
  const isSilent = isLeftOut(body.refund_amount);
  const told = isSilent ? null : readFen(body.refund_amount, "refund_amount");
  if (step !== "agreed") {
    const reason = optionalText(event.reason_content);
    const about = "refund" as const;
    const one = { externalNo, applicationId: refundId, about, step, reason, amountFen: told };
    return applied(one, { ...from, at });
  }
  const lines = readLines(body.products);
  if (lines.length === 0 && told === null) return { type: "pull", externalNo, refundId };
  return refunded({ externalNo, refundId, at, amountFen: told ?? sumOf(lines), lines });
}

/** status: 10 applied, 20 succeeded, 30 the buyer calls for service, 40 failed, 50 the merchant refused. */
const PART_STEPS: Record<string, ApplicationStep | "agreed"> = {
  "10": "open",
  "20": "agreed",
  "30": "open",
  "40": "refused",
  "50": "refused",
};

/** order.partrefund.push, of shops without the new flow of refunds. */
export function readPartRefundPush(body: JsonObject, from: Pushed): Decoded {
  const externalNo = readText(body.order_id, "order_id", 32);
  const status = plainText(body.status);
  const step = entryOf(PART_STEPS, status);
  if (!step) return untaught("order.partrefund.push", externalNo, `status=${status}`);
  const refundId = readText(body.refund_order_id || body.refund_id, "refund_id", 64);
  const lines = readLines(body.refund_products);
  const isSilent = isLeftOut(body.refund_price);
  const amountFen = isSilent ? sumOf(lines) : readFen(body.refund_price, "refund_price");
  if (step !== "agreed") {
    const reason = optionalText(body.reason) || optionalText(body.addition_reason);
    const about = "refund" as const;
    return applied({ externalNo, applicationId: refundId, about, step, reason, amountFen }, from);
  }
  if (lines.length === 0 && isSilent) return { type: "pull", externalNo, refundId };
  return refunded({ externalNo, refundId, at: from.at, amountFen, lines });
}

type Refunded = {
  externalNo: string;
  refundId: string;
  at: Instant;
  amountFen: RefundLine["amountFen"];
  lines: RefundLine[];
};

const refunded = (told: Refunded): Decoded => ({
  type: "fact",
  fact: { ...told, kind: "refund", version: told.refundId, full: false },
});

const untaught = (what: string, externalNo: string, fields: string): Decoded => ({
  type: "unknown",
  what,
  order: { externalNo, fields },
});

/** The refunds in an answer to order.partrefund.get, one fact each; the lines of one refund belong together. */
export function readPartRefunds(
  data: JsonObject,
  externalNo: string,
  versionAt: Instant,
): ChannelFact[] {
  const at = firstSet([data.asked_at])
    ? clockOf([data.asked_at], "part_refund.asked_at")
    : versionAt;
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
      qty: readInt(isLeftOut(p.number) ? 0 : p.number, `products[${i}].number`, [0, 99_999]),
      amountFen: readFen(
        firstSet([p.total_refund, p.refund_amount]) ?? 0,
        `products[${i}].refund_amount`,
      ),
    }));
}

function sumOf(lines: readonly RefundLine[]): RefundLine["amountFen"] {
  const sum = lines.reduce((total, line) => total + line.amountFen, 0);
  return readFen(sum, "refund_amount");
}
