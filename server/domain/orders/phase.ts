import type { AfterSale, Delivery, Fulfil, Review, Stock, Trade } from "./axes";

/** What people see of an order. One of these, always; so every count over phases sums to the total. */
export const PHASES = [
  "cancelled",
  "closed",
  "refunded",
  "returning",
  "delivery_problem",
  "done",
  "delivering",
  "ready",
  "held",
  "changing",
  "short",
  "waiting_merge",
  "picking",
  "to_pick",
  "to_release",
  "to_review",
  "to_accept",
  "to_pay",
] as const;
export type Phase = (typeof PHASES)[number];

/** Phases that nothing more will happen in. */
export const FINAL_PHASES: readonly Phase[] = ["cancelled", "closed", "refunded", "done"];

export type PhaseFacts = {
  trade: Trade;
  review: Review;
  stock: Stock;
  /** Least advanced live fulfilment order; null before there is one. */
  fulfil: Fulfil | null;
  /** Least advanced delivery task; null before there is one. */
  delivery: Delivery | null;
  afterSale: AfterSale;
  holds: number;
};

const DELIVERY_PROBLEMS: readonly (Delivery | null)[] = [
  "pickup_failed",
  "undeliverable",
  "carrier_cancelled",
];
const DELIVERED: readonly (Delivery | null)[] = ["delivered"];
const READY: readonly (Fulfil | null)[] = ["packed", "ready"];
const PICKING: readonly (Fulfil | null)[] = ["picking", "short_picked", "picked"];

/**
 * The phase of an order: the first line that matches wins. `PHASE_SQL` says the same to the database.
 *
 * @source docs/domain/lifecycle.md#phase
 */
export function derivePhase(o: PhaseFacts): Phase {
  const first = RULES.find(([, matches]) => matches(o));
  return first ? first[0] : "to_pay";
}

const RULES: readonly (readonly [Phase, (o: PhaseFacts) => boolean])[] = [
  ["cancelled", (o) => o.trade === "cancelled"],
  ["closed", (o) => o.trade === "closed"],
  ["refunded", (o) => o.afterSale === "refunded"],
  ["returning", (o) => o.fulfil === "returning" || o.fulfil === "returned"],
  ["delivery_problem", (o) => DELIVERY_PROBLEMS.includes(o.delivery)],
  [
    "done",
    (o) => o.trade === "completed" || o.fulfil === "fulfilled" || DELIVERED.includes(o.delivery),
  ],
  ["delivering", (o) => o.fulfil === "handed_over"],
  ["ready", (o) => READY.includes(o.fulfil)],
  ["held", (o) => o.holds > 0],
  ["changing", (o) => o.trade === "cancelling"],
  ["short", (o) => o.stock === "short"],
  ["waiting_merge", (o) => o.fulfil === "waiting_merge" && o.trade === "accepted"],
  ["picking", (o) => PICKING.includes(o.fulfil)],
  ["to_pick", (o) => o.fulfil === "released"],
  ["to_review", (o) => o.trade === "accepted" && o.review !== "approved"],
  ["to_release", (o) => o.trade === "accepted"],
  ["to_accept", (o) => o.trade === "paid"],
];

/** The same rule as a CASE over the columns of `orders`; a mirror test walks every combination in a real Postgres. */
export const PHASE_SQL = `case
  when trade = 'cancelled' then 'cancelled'
  when trade = 'closed' then 'closed'
  when after_sale = 'refunded' then 'refunded'
  when fulfil in ('returning', 'returned') then 'returning'
  when delivery in ('pickup_failed', 'undeliverable', 'carrier_cancelled') then 'delivery_problem'
  when trade = 'completed' or fulfil = 'fulfilled' or delivery = 'delivered' then 'done'
  when fulfil = 'handed_over' then 'delivering'
  when fulfil in ('packed', 'ready') then 'ready'
  when holds > 0 then 'held'
  when trade = 'cancelling' then 'changing'
  when stock = 'short' then 'short'
  when fulfil = 'waiting_merge' and trade = 'accepted' then 'waiting_merge'
  when fulfil in ('picking', 'short_picked', 'picked') then 'picking'
  when fulfil = 'released' then 'to_pick'
  when trade = 'accepted' and review <> 'approved' then 'to_review'
  when trade = 'accepted' then 'to_release'
  when trade = 'paid' then 'to_accept'
  else 'to_pay'
end`;
