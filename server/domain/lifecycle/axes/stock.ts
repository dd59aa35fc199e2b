import type { CaseCode } from "../../exceptions";
import type { Stock, Trade } from "../../orders";
import type { LineState, Promised } from "../model";

const LIVE = new Set(["held", "confirmed", "picked"]);

/** Goods are promised to this line and have not left. */
export const isLive = (r: Pick<Promised, "state">): boolean => LIVE.has(r.state);

/** What the stock axis is derived from. Pieces as ordered, promised goods in base units. */
export type StockFacts = {
  trade: Trade;
  storeId: number | null;
  /** Why people hold it. */
  holdingCodes: readonly CaseCode[];
  lines: readonly (Pick<LineState, "skuId" | "ordered" | "unassigned" | "cancelled"> & {
    reservations: readonly Pick<Promised, "state" | "qty" | "per">[];
  })[];
};

/**
 * How an order stands with the shelves. Short is an order whose known goods lie nowhere; a line whose article nobody knows
 * waits for a mapping and is missing nothing; one that asks for oddly much was given nothing yet. Goods of an unpaid order lie nowhere: held whole, they are reserved; given
 * back, nobody owes them.
 */
export function stockOf({ trade, storeId, holdingCodes, lines }: StockFacts): Stock {
  const known = storeId === null ? [] : lines.filter((l) => l.skuId !== null);
  if (trade === "pending_payment")
    return known.length > 0 && known.every(isHeldWhole) ? "reserved" : "unreserved";
  if (known.some((l) => l.unassigned > 0)) return isDoubted(holdingCodes) ? "unreserved" : "short";
  const promised = lines.flatMap((l) => l.reservations);
  if (promised.some(isLive)) return "reserved";
  if (promised.some((r) => r.state === "consumed")) return "consumed";
  return lines.every((l) => l.cancelled === l.ordered) ? "released" : "unreserved";
}

/** Somebody has to say whether so much is meant: until then it takes nothing from the shelves. */
export const isDoubted = (holdingCodes: readonly CaseCode[]): boolean =>
  holdingCodes.includes("QUANTITY_ODD");

function isHeldWhole({ unassigned, reservations }: StockFacts["lines"][number]): boolean {
  const held = reservations.filter((r) => r.state === "held");
  return held.length > 0 && held.every((r) => r.qty >= unassigned * r.per);
}
