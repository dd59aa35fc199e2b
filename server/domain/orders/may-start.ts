import type { Review, Stock, Trade } from "./axes";

/** What decides whether a store may begin with an order's goods. */
export type StartFacts = { trade: Trade; review: Review; stock: Stock; holds: number };

/**
 * Whether the store may begin: the order is ours, nobody has to look at it first, and nothing is missing. A parcel may
 * start when every order in it may. One that its channel completed early keeps nobody waiting who shares its parcel.
 */
export const mayStart = ({ trade, review, stock, holds }: StartFacts): boolean =>
  (trade === "accepted" || trade === "completed") &&
  review === "approved" &&
  stock !== "short" &&
  holds === 0;

/** The same rule over the columns of `orders`; a mirror test walks every combination in a real Postgres. */
export const MAY_START_SQL =
  "trade in ('accepted', 'completed') and review = 'approved' and stock <> 'short' and holds = 0";
