/**
 * The state axes of an order and its goods. What people see (阶段) is derived from them in `phase.ts`; the page below says
 * who writes each axis.
 * Order inside an axis is progress: later means further along.
 * @source docs/domain/lifecycle.md#axes
 */
export const TRADE = [
  "pending_payment",
  "paid",
  "accepted",
  "cancelling",
  "completed",
  "cancelled",
  "closed",
] as const;
export type Trade = (typeof TRADE)[number];

export const REVIEW = [
  "pending_review",
  "approved",
  "finance_review",
  "re_review",
  "rejected",
] as const;
export type Review = (typeof REVIEW)[number];

export const STOCK = ["unreserved", "reserved", "short", "consumed", "released"] as const;
export type Stock = (typeof STOCK)[number];

export const FULFIL = [
  "waiting_merge",
  "open",
  "released",
  "picking",
  "short_picked",
  "picked",
  "packed",
  "ready",
  "handed_over",
  "fulfilled",
  "returning",
  "returned",
  "cancelled",
] as const;
export type Fulfil = (typeof FULFIL)[number];

export const HANDSHAKE = ["unsubmitted", "submitted", "accepted", "rejected", "timeout"] as const;
export type Handshake = (typeof HANDSHAKE)[number];

export const DELIVERY = [
  "pending_call",
  "calling",
  "assigned",
  "arrived_store",
  "picked_up",
  "delivering",
  "delivered",
  "pickup_failed",
  "undeliverable",
  "returned",
  "carrier_cancelled",
] as const;
export type Delivery = (typeof DELIVERY)[number];

export const AFTER_SALE = [
  "none",
  "requested",
  "rejected",
  "refunding",
  "refunded",
  "unknown",
] as const;
export type AfterSale = (typeof AFTER_SALE)[number];

/** Who carries the goods: our riders, the platform's riders, or the customer. It decides whether merging is legal. */
export const DELIVERY_OWNERS = ["self", "platform", "pickup"] as const;
export type DeliveryOwner = (typeof DELIVERY_OWNERS)[number];

/** held: for an order or a checkout that is not paid, with an end; confirmed: paid for; picked: off the shelf. */
export const RESERVATION = ["held", "confirmed", "picked", "released", "consumed"] as const;
export type ReservationState = (typeof RESERVATION)[number];
