import type { Instant } from "../kernel/instant";
import type { Trade } from "../orders";
import type { Model, OrderState } from "./model";
import { cancel } from "./order-facts";
import { settleShortage } from "./settle-shortage";

/** What is over has nothing to lose any more; what is not paid has nothing yet. */
const SETTLED_IN: ReadonlySet<Trade> = new Set(["paid", "accepted"]);

/**
 * Nobody looks for what is missing any more: what there is goes, the rest is owed back. An order of which nothing is there is
 * cancelled, by us, and its channel told.
 *
 * @param how `isByHand`: a person said so, whatever else holds the order
 * @returns false where the order is not short, or waits for something else
 */
export function endShortage(
  model: Model,
  order: OrderState,
  { why, at, isByHand = false }: { why: string; at: Instant; isByHand?: boolean },
): boolean {
  const isHeld = order.holds > 0 && !isByHand;
  if (order.stock !== "short" || !SETTLED_IN.has(order.trade) || isHeld) return false;
  if (order.lines.some((l) => l.open > 0 || l.fulfilled > 0)) settleShortage(model, order, at);
  else cancelOurselves(model, order, { at, why });
  return true;
}

/** The picker found nothing of an order, and nothing of it lies elsewhere: it is as one of which nothing was there. */
export function endEmpty(model: Model, orderId: number, at: Instant): void {
  const order = model.orders.get(orderId);
  if (!order || !SETTLED_IN.has(order.trade) || order.fulfil !== "cancelled") return;
  if (order.lines.every((l) => l.cancelled === l.ordered))
    cancelOurselves(model, order, { at, why: "拣货时全部缺货" });
}

/** Its channel is told, and gives the money back. */
function cancelOurselves(
  model: Model,
  order: OrderState,
  { at, why }: { at: Instant; why: string },
): void {
  cancel(model, order, { at, reason: why, by: "merchant" });
  const { accountId, id: orderId } = order;
  model.effects.writebacks.push({ accountId, orderId, kind: "cancel" });
}
