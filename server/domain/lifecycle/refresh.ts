import { DELIVERY, type Delivery, FULFIL, type Fulfil } from "../orders";
import { parcelsOf } from "./effects";
import { isLive } from "./goods";
import type { Model, OrderState, ParcelState } from "./model";

/**
 * Bring the axes of an order that are derived from its parcels up to date: the least advanced live parcel speaks.
 */
export function refreshOrder(model: Model, order: OrderState): void {
  const parcels = parcelsOf(model, order);
  const live = parcels.filter((p) => p.status !== "cancelled" && hasGoodsOf(p, order.id));
  if (live.length > 0) {
    const lead = live.reduce((a, b) => (progress(a.status) <= progress(b.status) ? a : b));
    order.fulfil = lead.status;
    order.leadFulfilmentId = lead.id;
    if (order.deliveryOwner === "self") order.delivery = leastAdvanced(live);
  } else if (parcels.length > 0) {
    order.fulfil = "cancelled";
  }
  refreshStock(order);
  refreshAfterSale(order);
}

function hasGoodsOf(parcel: ParcelState, orderId: number): boolean {
  return parcel.lines.some((l) => l.orderId === orderId && l.qty > l.cancelled);
}

const progress = (status: Fulfil): number => FULFIL.indexOf(status);

function leastAdvanced(live: ParcelState[]): Delivery | null {
  const statuses = live.map((p) => p.task?.status ?? null);
  if (statuses.includes(null)) return null;
  return (statuses as Delivery[]).reduce((a, b) =>
    DELIVERY.indexOf(a) <= DELIVERY.indexOf(b) ? a : b,
  );
}

/** What is asked for stands above what was refused before; money that went back, above both. */
export function refreshAfterSale(order: OrderState): void {
  const isOver = order.trade === "cancelled";
  const has = (state: OrderState["applications"][number]["state"]) =>
    !isOver && order.applications.some((a) => a.state === state);
  const isGivenBack = order.refundedFen > 0 && order.refundedFen === order.paidFen;
  if (isGivenBack || (!isOver && hasNoGoods(order))) order.afterSale = "refunded";
  else if (has("open")) order.afterSale = "requested";
  else order.afterSale = has("refused") ? "rejected" : "none";
}

/** Every piece was refunded, though not what was paid beside them: nothing will leave for this order any more. */
function hasNoGoods(order: OrderState): boolean {
  const isRefunded = order.refundedFen > 0 || order.paidFen === 0;
  return isRefunded && order.lines.every((l) => l.cancelled === l.ordered);
}

function refreshStock(order: OrderState): void {
  const promised = order.lines.flatMap((l) => l.reservations);
  // Goods of an unpaid order lie nowhere: held, they are not missing; given back, nobody owes them.
  const isHeld = promised.some((r) => r.state === "held");
  if (order.trade === "pending_payment") order.stock = isHeld ? "reserved" : "unreserved";
  else if (order.lines.some((l) => l.unassigned > 0)) order.stock = "short";
  else if (promised.some(isLive)) order.stock = "reserved";
  else if (promised.some((r) => r.state === "consumed")) order.stock = "consumed";
  else if (order.lines.every((l) => l.cancelled === l.ordered)) order.stock = "released";
}
