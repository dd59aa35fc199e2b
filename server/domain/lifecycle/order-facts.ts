import type { ChannelFact } from "../channels";
import { asFen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";
import type { Delivery } from "../orders";
import { tellDelivery } from "./axes/delivery";
import { refreshOrder } from "./axes/refresh";
import { canRiseTo, riseTo } from "./axes/trade";
import { closeOrderCases, emit, parcelsOf, raise } from "./effects";
import { cancelPieces, hasLeft } from "./goods/goods";
import type { Model, OrderState } from "./model";
import { endShared } from "./parcels/end-shared";
import { leaveParcels, piecesByParcel, tellParcels } from "./parcels/leave-parcels";
import { advanceParcel } from "./parcels/parcel-steps";
import { endApplications, takeApplication } from "./refunds/applications";
import { endCancelled, owe, owedFen, payOff } from "./refunds/owed";
import { refund } from "./refunds/refund";
import { settleShortage } from "./settle-shortage";

/**
 * Take one thing a channel told us about an order. Told twice, it changes nothing the second time.
 *
 * @param fact already known to be new for this order (its identity is checked by the database)
 */
export function applyFact(model: Model, order: OrderState, fact: ChannelFact): void {
  if (fact.kind === "accepted") accept(model, order, { at: fact.at, actor: "channel" });
  else if (fact.kind === "completed") complete(model, order, fact);
  else if (fact.kind === "cancelled")
    cancel(model, order, { at: fact.at, reason: fact.reason, by: fact.by });
  else if (fact.kind === "refund") refund(model, order, fact);
  else if (fact.kind === "application") takeApplication(model, order, fact);
  else if (fact.kind === "delivery")
    platformDelivery(model, order, { status: fact.status, at: fact.at });
  // "paid" and "contact" move goods between parcels, which needs every lock: pipelines of their own take them.
}

/** The channel knows that we take the order; its goods may go to the store. */
export function accept(
  model: Model,
  order: OrderState,
  { at, actor }: { at: Instant; actor: string },
): void {
  const wasUnpaid = order.trade === "pending_payment";
  if (!riseTo(order, "accepted")) return;
  if (wasUnpaid) implyPayment(model, order, at);
  emit(model, order, { kind: "order.accepted", at, actor });
}

const isHeld = (order: OrderState): boolean =>
  order.lines.some((l) => l.reservations.some((r) => r.state === "held"));

/** A channel that accepts or completes an order has its money, whether or not it said so. */
function implyPayment(model: Model, order: OrderState, at: Instant): void {
  model.effects.paidUnsaid.push({ orderId: order.id, at });
}

function complete(model: Model, order: OrderState, fact: ChannelFact): void {
  const { at } = fact;
  if (!canRiseTo(order, "completed")) return;
  if (order.trade === "pending_payment" || isHeld(order)) {
    // Its goods lie in no parcel before it is paid: then it is told again.
    const { externalNo, kind, version } = fact;
    implyPayment(model, order, at);
    model.effects.waiting.push({ accountId: order.accountId, externalNo, kind, version });
    return;
  }
  // What lies nowhere never came. What a till sold did, whatever the books say: its cases wait for somebody who knows.
  if (!order.isTill) settleShortage(model, order, { at });
  if (!order.isTill || order.lines.every((l) => l.unassigned === 0)) closeOrderCases(model, order);
  riseTo(order, "completed");
  emit(model, order, { kind: "order.completed", at, actor: "channel" });
  endShared(model, order, at);
  order.deliveredAt = order.deliveredAt ?? at;
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at,
    completed: 1,
  });
}

/**
 * Only this order's goods leave; whoever shares the parcel keeps parcel, stock and promise. A channel that cancels gives the
 * money back with it. Where we cancel, all of it is owed until the channel has said that it did, or somebody how it went back.
 */
export function cancel(
  model: Model,
  order: OrderState,
  { at, reason, by, isOurs = false }: Cancelling,
): void {
  if (!canRiseTo(order, "cancelled")) {
    if (!isOurs) paidBack(model, order, at);
    return;
  }
  closeOrderCases(model, order);
  const gone = parcelsOf(model, order).filter(hasLeft);
  const before = piecesByParcel(model, order);
  for (const line of order.lines)
    cancelPieces(model, order, { line, qty: line.unassigned + line.open });
  riseTo(order, "cancelled");
  if (isOurs) oweRest(model, order, at);
  else payOff(model, order, { amountFen: owedFen(order), parts: [] });
  leaveParcels(model, order, { before, at, why: `合单成员 ${order.externalNo} 已取消` });
  refreshOrder(model, order);
  endApplications(model, order, { id: null, at });
  emit(model, order, {
    kind: "order.cancelled",
    at,
    payload: { reason, by },
    actor: by === "merchant" ? "system" : "channel",
  });
  tellParcels(model, order, { before, at });
  endShared(model, order, at);
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at,
    cancelled: 1,
  });
  if (gone.length > 0) {
    const cause =
      order.deliveryOwner === "pickup" || order.isTill
        ? "已取消，但货已被顾客取走：联系顾客退回"
        : "已取消，但货已交骑手：拦截或返货";
    raise(model, order, {
      at,
      code: "UNDELIVERABLE",
      cause,
      riskFen: order.paidFen,
      ...(gone[0] ? { parcel: gone[0] } : {}),
      minutes: 5,
    });
  }
}

type Cancelling = { at: Instant; reason: string; by: string; isOurs?: boolean };

function oweRest(model: Model, order: OrderState, at: Instant): void {
  const amountFen = asFen(order.paidFen - order.refundedFen);
  owe(model, order, { ref: "cancelled", lineNo: null, pieces: 0, amountFen, why: "cancelled", at });
}

/** The channel says that an order is cancelled which we had cancelled: what is owed for that is back. */
function paidBack(model: Model, order: OrderState, at: Instant): void {
  if (order.trade !== "cancelled") return;
  const backFen = endCancelled(model, order);
  if (backFen === 0) return;
  const payload = { owedFen: backFen, note: "渠道已取消并退款" };
  emit(model, order, { kind: "order.owed_settled", at, payload, actor: "channel" });
}

const HANDED: ReadonlySet<Delivery> = new Set(["picked_up", "delivering", "delivered"]);

/** A platform's rider reports through the platform. The newest word of the platform's own clock stands. */
function platformDelivery(
  model: Model,
  order: OrderState,
  { status, at }: { status: Delivery; at: Instant },
): void {
  if (HANDED.has(status)) passParcels(model, order, { status, at });
  if (order.deliveryOwner !== "platform" || !tellDelivery(order, status, at)) return;
  emit(model, order, { kind: `delivery.${status}`, at, payload: { status }, actor: "channel" });
  if (status === "undeliverable")
    raise(model, order, {
      at,
      code: "UNDELIVERABLE",
      cause: "平台骑手无法送达",
      riskFen: order.paidFen,
    });
  if (status === "carrier_cancelled")
    raise(model, order, {
      at,
      code: "RIDER_CANCELLED",
      cause: "平台运力取消",
      riskFen: order.paidFen,
    });
}

/** A rider who has the goods proves that they left the store, even where the store's own report is late. */
function passParcels(
  model: Model,
  order: OrderState,
  { status, at }: { status: Delivery; at: Instant },
): void {
  if (order.deliveryOwner !== "platform") return;
  for (const parcel of parcelsOf(model, order)) {
    advanceParcel(model, parcel, {
      to: status === "delivered" ? "fulfilled" : "handed_over",
      at,
      actor: "channel",
    });
  }
}
