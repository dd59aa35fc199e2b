import type { Trade } from "../../orders";
import type { OrderState } from "../model";

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

/**
 * Bring an order's trade up to a state; never down. The one writer of this axis.
 *
 * @returns false where it stands there or higher already: the fact tells nothing new
 */
export function riseTo(order: Pick<OrderState, "trade">, to: Trade): boolean {
  if (LADDER.indexOf(to) <= LADDER.indexOf(order.trade)) return false;
  order.trade = to;
  return true;
}

/** Whether `riseTo` would change it. */
export const canRiseTo = ({ trade }: Pick<OrderState, "trade">, to: Trade): boolean =>
  LADDER.indexOf(to) > LADDER.indexOf(trade);
