import { meituanSign } from "@/server/adapters/channels/meituan/sign";
import type { WorldOrder } from "@/server/world/orders/order";
import type { Refund } from "@/server/world/wire/refund";
import { FORM, type WireRequest } from "@/server/world/wire/request";
import { seconds } from "@/server/world/wire/shanghai-time";
import { yuanText } from "./order";

const MEITUAN_KINDS = [
  "order-paid",
  "order-confirmed",
  "order-cancelled",
  "order-completed",
  "refund-full",
  "refund-partial",
  "delivery-status",
] as const;
export type MeituanKind = (typeof MEITUAN_KINDS)[number];

type MeituanSigner = {
  appId: string;
  secret: string;
  /** What is configured with 美团: scheme, host, port. */
  callbackBase: string;
};

/**
 * A push on the wire: signed over the plain values, every value encoded twice.
 *
 * @source docs/domain/channels.md#meituan-pushes
 */
export function encodeMeituanPush(
  push: { kind: MeituanKind; params: Readonly<Record<string, string>>; nowMs: number },
  signer: MeituanSigner,
): WireRequest {
  const path = `/callback/meituan/${push.kind}`;
  const params: Record<string, string> = {
    app_id: signer.appId,
    timestamp: String(seconds(push.nowMs)),
    ...push.params,
  };
  const sig = meituanSign(signer.callbackBase + path, params, signer.secret);
  const form = Object.entries({ ...params, sig })
    .map(([key, value]) => `${key}=${once(once(value))}`)
    .join("&");
  return { method: "POST", path, headers: {}, contentType: FORM, body: Buffer.from(form) };
}

export function meituanCancelled(
  order: WorldOrder,
  why: { code: string; reason: string; by: "user" | "system" | "api" },
): Record<string, string> {
  return {
    order_id: order.externalNo,
    wm_order_id_view: order.externalNo,
    reason_code: why.code,
    reason: why.reason,
    deal_op_type: { user: "1", system: "5", api: "6" }[why.by],
  };
}

export function meituanCompleted(order: WorldOrder, atMs: number): Record<string, string> {
  return {
    order_id: order.externalNo,
    wm_order_id_view: order.externalNo,
    status: "8",
    utime: String(seconds(atMs)),
  };
}

type RefundStep = "apply" | "agree";

/** A refund of all (`refund` null) or of part of an order, applied for or agreed. */
export function meituanRefund(
  order: WorldOrder,
  refund: Refund | null,
  step: { step: RefundStep; atMs: number },
): Record<string, string> {
  const whole = {
    order_id: order.externalNo,
    wm_order_id_view: order.externalNo,
    notify_type: step.step === "apply" && refund !== null ? "part" : step.step,
    refund_id: refund?.refundId ?? `6${order.externalNo.slice(1)}`,
    ctime: String(seconds(step.atMs)),
    reason: refund?.reason ?? "不想要了",
    res_type: step.step === "apply" ? "0" : "5",
    is_appeal: "0",
    pictures: "[]",
    service_type: "0",
    status: "",
    apply_op_user_type: "1",
    logistics_info: "",
    incmp_code: "0",
    incmp_modules: "[]",
  };
  if (refund === null) return whole;
  return { ...whole, money: yuanText(refund.amountFen), food: JSON.stringify([foodOf(refund)]) };
}

/** One of the answers to getOrderRefundDetail: a part of the order that was given back. */
export const meituanRefundDetail = (
  order: WorldOrder,
  refund: Refund,
): Record<string, unknown> => ({
  wm_order_id_view: order.externalNo,
  refund_id: refund.refundId,
  refund_type: 2,
  res_type: 5,
  money: yuanText(refund.amountFen),
  wmAppRetailForOrderPartRefundList: [foodOf(refund)],
});

/** 10 accepted, 15 at the shop, 20 picked up, 40 delivered. */
export function meituanDelivery(
  order: WorldOrder,
  status: 10 | 15 | 20 | 40,
  at: { atMs: number; name: string; phone: string },
): Record<string, string> {
  return {
    order_id: order.externalNo,
    wm_order_id_view: order.externalNo,
    logistics_status: String(status),
    time: String(seconds(at.atMs)),
    dispatcher_name: at.name,
    dispatcher_mobile: at.phone,
  };
}

function foodOf(refund: Refund): Record<string, unknown> {
  const { line } = refund;
  const perPiece = Math.floor(refund.amountFen / refund.qty) / 100;
  return {
    app_food_code: line.sku.code,
    food_name: line.sku.name,
    sku_id: line.sku.code,
    upc: line.sku.barcode,
    spec: "",
    food_price: perPiece,
    count: refund.qty,
    box_num: 0,
    box_price: 0,
    origin_food_price: line.unitPriceFen / 100,
    refund_price: perPiece,
  };
}

/** As a form does: a space is a plus. */
function once(value: string): string {
  return encodeURIComponent(value).replaceAll("%20", "+");
}
