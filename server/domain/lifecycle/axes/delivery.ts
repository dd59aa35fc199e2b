import type { Instant } from "../../kernel/instant";
import { DELIVERY, type Delivery } from "../../orders";
import type { OrderState } from "../model";

/**
 * Take a platform's word on where its rider is: the newest of the platform's own clock stands, and of two of one moment
 * the later in the way. What our own riders do is derived from their tasks (`refreshOrder`).
 *
 * @returns false for old news
 */
export function tellDelivery(
  order: Pick<OrderState, "delivery" | "deliveryFactAt" | "deliveredAt">,
  status: Delivery,
  at: Instant,
): boolean {
  const { delivery, deliveryFactAt } = order;
  const isNewer = deliveryFactAt === null || at > deliveryFactAt;
  const isFurther =
    at === deliveryFactAt &&
    DELIVERY.indexOf(status) > DELIVERY.indexOf(delivery ?? "pending_call");
  if (!isNewer && !isFurther) return false;
  order.delivery = status;
  order.deliveryFactAt = at;
  if (status === "delivered") order.deliveredAt = at;
  return true;
}
