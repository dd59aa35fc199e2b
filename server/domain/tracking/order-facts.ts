import type { ChannelFact } from "../channels";
import { asFen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";
import { DELIVERY, type Delivery, type Trade } from "../orders";
import { endApplications, takeApplication } from "./applications";
import { SHORTAGE_CODES } from "./closing";
import { closeOneCase, closeOrderCases, emit, membersOf, parcelsOf, raise } from "./effects";
import { cancelPieces, hasLeft, recountParcel } from "./goods";
import type { Model, OrderState, ParcelState, RefundPart } from "./model";
import { advanceParcel } from "./parcel-steps";
import { refreshOrder } from "./refresh";
import { allParts, cappedParts, partsOf } from "./refund-parts";

/** On the trade axis facts form a ladder: what stands higher stays, whatever comes later, so every order of arrival agrees. */
const LADDER: readonly Trade[] = [
  "pending_payment",
  "paid",
  "accepted",
  "cancelling",
  "completed",
  "closed",
  "cancelled",
];
const rises = (from: Trade, to: Trade): boolean => LADDER.indexOf(to) > LADDER.indexOf(from);

/**
 * Take one thing a channel told us about an order. Told twice, it changes nothing the second time.
 *
 * @param fact already known to be new for this order (its identity is checked by the database)
 */
export function applyFact(model: Model, order: OrderState, fact: ChannelFact): void {
  if (fact.kind === "accepted") accept(model, order, fact.at, "channel");
  else if (fact.kind === "completed") complete(model, order, fact);
  else if (fact.kind === "cancelled") cancel(model, order, fact.at, fact.reason, fact.by);
  else if (fact.kind === "refund") refund(model, order, fact);
  else if (fact.kind === "application") takeApplication(model, order, fact);
  else if (fact.kind === "delivery") platformDelivery(model, order, fact.status, fact.at);
  // "paid" needs goods and a parcel, and with them every lock: take-payments.ts does it.
}

/** The channel knows that we take the order; its goods may go to the store. */
export function accept(model: Model, order: OrderState, at: Instant, actor: string): void {
  if (!rises(order.trade, "accepted")) return;
  implyPayment(model, order, at);
  order.trade = "accepted";
  emit(model, order, "order.accepted", at, {}, null, actor);
}

const isHeld = (order: OrderState): boolean =>
  order.lines.some((l) => l.reservations.some((r) => r.state === "held"));

/** A channel that accepts or completes an order has its money, whether or not it said so. */
function implyPayment(model: Model, order: OrderState, at: Instant): void {
  if (order.trade === "pending_payment") model.effects.paidUnsaid.push({ orderId: order.id, at });
}

function complete(model: Model, order: OrderState, fact: ChannelFact): void {
  const { at } = fact;
  if (!rises(order.trade, "completed")) return;
  if (order.trade === "pending_payment" || isHeld(order)) {
    // Its goods lie in no parcel before it is paid: then it is told again.
    const { externalNo, kind, version } = fact;
    model.effects.paidUnsaid.push({ orderId: order.id, at });
    model.effects.waiting.push({ accountId: order.accountId, externalNo, kind, version });
    return;
  }
  closeOrderCases(model, order);
  order.trade = "completed";
  emit(model, order, "order.completed", at, {}, null, "channel");
  for (const parcel of parcelsOf(model, order)) {
    // Shared by several, it is over when the last of them says so.
    const members = membersOf(model, parcel);
    if (members.length > 0 && members.every((o) => o.trade === "completed"))
      advanceParcel(model, parcel, "fulfilled", at, "channel");
  }
  order.deliveredAt = order.deliveredAt ?? at;
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at,
    completed: 1,
  });
}

/** Only this order's goods leave; whoever shares the parcel keeps parcel, stock and promise. */
export function cancel(
  model: Model,
  order: OrderState,
  at: Instant,
  reason: string,
  by: string,
): void {
  if (!rises(order.trade, "cancelled")) return;
  closeOrderCases(model, order);
  const parcels = parcelsOf(model, order);
  const gone = parcels.filter(hasLeft);
  for (const line of order.lines) cancelPieces(model, order, line, line.unassigned + line.open);
  order.trade = "cancelled";
  for (const parcel of parcels) leaveParcel(model, parcel, order, at);
  refreshOrder(model, order);
  endApplications(model, order, { id: null, at });
  emit(
    model,
    order,
    "order.cancelled",
    at,
    { reason, by },
    null,
    by === "merchant" ? "system" : "channel",
  );
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at,
    cancelled: 1,
  });
  if (gone.length > 0) {
    const cause = "已取消，但货已交骑手：拦截或返货";
    raise(model, order, at, {
      code: "UNDELIVERABLE",
      cause,
      riskFen: order.paidFen,
      ...(gone[0] ? { parcel: gone[0] } : {}),
      minutes: 5,
    });
  }
}

const PICKING_ON = new Set(["picking", "short_picked", "picked", "packed", "ready"]);

function leaveParcel(model: Model, parcel: ParcelState, order: OrderState, at: Instant): void {
  if (parcel.status === "cancelled" || hasLeft(parcel)) return;
  const empty = recountParcel(model, parcel, at);
  if (empty || !PICKING_ON.has(parcel.status)) return;
  const cause = `合单成员 ${order.externalNo} 已取消，需从包裹中取出`;
  raise(model, order, at, {
    code: "MERGED_MEMBER_CANCELLED",
    cause,
    riskFen: order.paidFen,
    parcel,
    minutes: 3,
  });
}

/** What there is goes to the customer; the missing pieces leave the order and their money is owed back. */
export function settleShortage(model: Model, order: OrderState, at: Instant): void {
  let missing = 0;
  let owedFen = 0;
  for (const line of order.lines) {
    if (line.unassigned === 0) continue;
    owedFen += Math.round((line.paidFen * line.unassigned) / line.ordered);
    missing += line.unassigned;
    line.cancelled += line.unassigned;
    line.unassigned = 0;
  }
  if (missing === 0) return;
  refreshOrder(model, order);
  emit(model, order, "order.shortage_settled", at, { missing, owedFen });
  for (const code of SHORTAGE_CODES)
    closeOneCase(model, { code, subject: `order:${order.id}` }, "refund_owed");
}

type RefundFact = Extract<ChannelFact, { kind: "refund" }>;

/** Money goes back; pieces that are still here go back as well. Never more than was paid. */
function refund(model: Model, order: OrderState, fact: RefundFact): void {
  const left = order.paidFen - order.refundedFen;
  const told = fact.full ? allParts(order) : partsOf(order, fact.lines);
  const wanted = wantedFen(fact, told, left);
  const amountFen = asFen(Math.max(0, Math.min(wanted, left)));
  const parts = cappedParts(told, amountFen);
  order.refundedFen = asFen(order.refundedFen + amountFen);
  for (const part of parts) refundLine(model, order, part);
  for (const parcel of parcelsOf(model, order))
    if (!hasLeft(parcel)) recountParcel(model, parcel, fact.at);
  const isAll = order.refundedFen === order.paidFen;
  endApplications(model, order, { id: fact.refundId, at: fact.at });
  if (isAll) endApplications(model, order, { id: null, at: fact.at });
  refreshOrder(model, order);
  const { refundId, at } = fact;
  model.effects.refunds.push({ orderId: order.id, refundId, amountFen, at, lines: parts });
  emit(model, order, "order.refunded", at, { refundId, amountFen, full: isAll }, null, "channel");
  model.effects.counters.push({
    channel: order.channel,
    storeId: order.storeId ?? 0,
    at,
    refundedFen: amountFen,
  });
  if (wanted > left) {
    const cause = `退款 ${wanted} 分大于可退 ${left} 分`;
    raise(model, order, at, { code: "MONEY_DRIFT", cause, riskFen: wanted - left });
  }
}

/** No amount means all only where all is meant; else it is what the lines make. */
function wantedFen(fact: RefundFact, parts: readonly RefundPart[], left: number): number {
  if (fact.amountFen !== 0) return fact.amountFen;
  return fact.full ? left : parts.reduce((sum, part) => sum + part.amountFen, 0);
}

function refundLine(model: Model, order: OrderState, part: RefundPart): void {
  const line = order.lines.find((l) => l.lineNo === part.lineNo);
  if (!line) return;
  cancelPieces(model, order, line, Math.min(part.qty, line.unassigned + line.open));
  line.refundedFen = asFen(line.refundedFen + part.amountFen);
}

const HANDED: ReadonlySet<Delivery> = new Set(["picked_up", "delivering", "delivered"]);

/** A platform's rider reports through the platform. The newest word of the platform's own clock stands. */
function platformDelivery(model: Model, order: OrderState, status: Delivery, at: Instant): void {
  const newer = order.deliveryFactAt === null || at > order.deliveryFactAt;
  const same =
    at === order.deliveryFactAt &&
    DELIVERY.indexOf(status) > DELIVERY.indexOf(order.delivery ?? "pending_call");
  if (HANDED.has(status)) passParcels(model, order, status, at);
  if (!newer && !same) return;
  order.delivery = status;
  order.deliveryFactAt = at;
  if (status === "delivered") order.deliveredAt = at;
  emit(model, order, `delivery.${status}`, at, { status }, null, "channel");
  if (status === "undeliverable")
    raise(model, order, at, {
      code: "UNDELIVERABLE",
      cause: "平台骑手无法送达",
      riskFen: order.paidFen,
    });
  if (status === "carrier_cancelled")
    raise(model, order, at, {
      code: "RIDER_CANCELLED",
      cause: "平台运力取消",
      riskFen: order.paidFen,
    });
}

/** A rider who has the goods proves that they left the store, even where the store's own report is late. */
function passParcels(model: Model, order: OrderState, status: Delivery, at: Instant): void {
  if (order.deliveryOwner !== "platform") return;
  for (const parcel of parcelsOf(model, order)) {
    advanceParcel(
      model,
      parcel,
      status === "delivered" ? "fulfilled" : "handed_over",
      at,
      "channel",
    );
  }
}
