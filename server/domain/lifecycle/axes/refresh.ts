import { DELIVERY, type Delivery } from "../../orders";
import { parcelsOf } from "../effects";
import type { Model, OrderState, ParcelState } from "../model";
import { refreshHolds } from "./holds";
import { leadOf } from "./lead";
import { stockOf } from "./stock";

/**
 * Bring the axes of an order that are derived up to date: from its parcels (the least advanced live one speaks), its
 * goods, its money, its applications and its cases. Called after every change; nobody else writes these axes.
 */
export function refreshOrder(model: Model, order: OrderState): void {
  const parcels = parcelsOf(model, order);
  const live = parcels.filter((p) => p.status !== "cancelled" && hasGoodsOf(p, order.id));
  const lead = leadOf(live);
  if (lead) {
    order.fulfil = lead.status;
    order.leadFulfilmentId = lead.id;
    if (order.deliveryOwner === "self") order.delivery = leastAdvanced(live);
  } else if (parcels.length > 0) {
    order.fulfil = "cancelled";
  }
  order.stock = stockOf(order);
  refreshAfterSale(order);
  refreshHolds(order);
}

function hasGoodsOf(parcel: ParcelState, orderId: number): boolean {
  return parcel.lines.some((l) => l.orderId === orderId && l.qty > l.cancelled);
}

function leastAdvanced(live: ParcelState[]): Delivery | null {
  const statuses = live.map((p) => p.task?.status ?? null);
  if (statuses.includes(null)) return null;
  return (statuses as Delivery[]).reduce((a, b) =>
    DELIVERY.indexOf(a) <= DELIVERY.indexOf(b) ? a : b,
  );
}

/** What is asked for stands above what was refused before; money that went back, above both. */
function refreshAfterSale(order: OrderState): void {
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
