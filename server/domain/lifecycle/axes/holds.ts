import type { OrderState } from "../model";

/** Whether its buyer asks for something that the platform has not decided. */
export const hasOpenApplication = (order: Pick<OrderState, "applications">): boolean =>
  order.applications.some((a) => a.state === "open");

/** Two kinds of thing hold an order: open cases that somebody must decide, and what its buyer applied for. */
export function refreshHolds(
  order: Pick<OrderState, "holds" | "holdingCodes" | "applications">,
): void {
  order.holds = Number(order.holdingCodes.length > 0) + Number(hasOpenApplication(order));
}
