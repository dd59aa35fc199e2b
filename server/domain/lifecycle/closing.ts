import { type CaseCode, HOLDING_CODES, SHORTAGE_CODES } from "../exceptions";
import { APPLIED_CODE } from "./effects";
import type { OrderState } from "./model";
import { priceOf } from "./refunds/owed";

/** What closing a case by hand does to its order, beside the case being closed. */
export type ClosingEffect =
  /** The missing pieces leave the order, and their money is owed back. */
  | { does: "drops"; pieces: number; owedFen: number }
  /** Nothing of the order is there: it is cancelled, and its channel told. */
  | { does: "cancels" }
  /** What its buyer applied for holds it no longer; the platform may still decide. */
  | { does: "ends-application" }
  /** Nothing holds the order any more: it goes on. */
  | { does: "goes-on" }
  /** It stays held by this many others. */
  | { does: "stays-held"; by: number };

/**
 * What comes of closing one of an order's open cases.
 *
 * @param open codes of the order's open cases, the one to be closed among them
 */
export function closingEffects(
  order: OrderState,
  code: CaseCode,
  open: readonly CaseCode[],
): ClosingEffect[] {
  if (order.trade === "cancelled" || order.trade === "completed") return [];
  const effects: ClosingEffect[] = [];
  if (SHORTAGE_CODES.includes(code) && order.stock === "short") effects.push(shortageEnd(order));
  if (code === APPLIED_CODE) effects.push({ does: "ends-application" });
  const holds = (one: CaseCode) => HOLDING_CODES.includes(one) || one === APPLIED_CODE;
  if (!holds(code)) return effects;
  const others = open.filter(holds).length - 1;
  effects.push(others > 0 ? { does: "stays-held", by: others } : { does: "goes-on" });
  return effects;
}

function shortageEnd(order: OrderState): ClosingEffect {
  if (!order.lines.some((l) => l.open > 0 || l.fulfilled > 0)) return { does: "cancels" };
  const missing = order.lines.filter((l) => l.unassigned > 0);
  return {
    does: "drops",
    pieces: missing.reduce((sum, l) => sum + l.unassigned, 0),
    owedFen: missing.reduce((sum, l) => sum + priceOf(l, l.unassigned), 0),
  };
}
