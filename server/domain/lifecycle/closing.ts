import { type CaseCode, HOLDING_CODES, SHORTAGE_CODES } from "../exceptions";
import type { Instant } from "../kernel/instant";
import { APPLIED_CODE } from "./effects";
import { endShortage, endUnknown, isNothingLeft } from "./end-shortage";
import type { LineState, Model, OrderState } from "./model";
import { priceOf } from "./refunds/owed";

/** What closing a case by hand does to its order, beside the case being closed. */
export type ClosingEffect =
  /** The missing pieces leave the order, and their money is owed back. */
  | { does: "drops"; pieces: number; owedFen: number }
  /** Nothing of the order is there: it is cancelled, and its channel told. */
  | { does: "cancels" }
  /** What a till sold is sold, though nobody knows from which shelf. */
  | { does: "counts-sold"; pieces: number }
  /** It cannot be closed yet: nobody has paid, and an order that is paid would miss what nobody asks about. */
  | { does: "waits-payment" }
  /** What its buyer applied for holds it no longer; the platform may still decide. */
  | { does: "ends-application" }
  /** Nothing holds the order any more: it goes on. */
  | { does: "goes-on" }
  /** It stays held by this many others. */
  | { does: "stays-held"; by: number };

/** An open case of an order; `lineNo` where it is about one line. */
export type ClosableCase = { code: CaseCode; lineNo: number | null };

/**
 * What comes of closing one of an order's open cases.
 *
 * @param open codes of the order's open cases, the one to be closed among them
 */
export function closingEffects(
  order: OrderState,
  one: ClosableCase,
  open: readonly CaseCode[],
): ClosingEffect[] {
  const { code } = one;
  const isOver = order.trade === "cancelled" || order.trade === "completed";
  if (isOver && !order.isTill) return [];
  if (waitsForPayment(order, code)) return [{ does: "waits-payment" }];
  const effects: ClosingEffect[] = [];
  const which = missingBy(order, one);
  if (which) effects.push(...missingEnd(order, which));
  if (code === APPLIED_CODE) effects.push({ does: "ends-application" });
  const holds = (each: CaseCode) => HOLDING_CODES.includes(each) || each === APPLIED_CODE;
  if (isOver || !holds(code) || effects.some((e) => e.does === "cancels")) return effects;
  const others = open.filter(holds).length - 1;
  effects.push(others > 0 ? { does: "stays-held", by: others } : { does: "goes-on" });
  return effects;
}

/** Nobody has paid yet for what nobody knows: the case stays until somebody has, or the order is over. */
export const waitsForPayment = ({ trade }: Pick<OrderState, "trade">, code: CaseCode): boolean =>
  trade === "pending_payment" && UNKNOWN_CODES.has(code);

const UNKNOWN_CODES: ReadonlySet<CaseCode> = new Set(["SKU_UNMATCHED", "STORE_UNMATCHED"]);

/** Lines whose missing pieces a case is about; null where it is about something else, or settled already. */
function missingBy(
  order: OrderState,
  { code, lineNo }: ClosableCase,
): ((line: LineState) => boolean) | null {
  if (SHORTAGE_CODES.includes(code))
    return order.stock === "short" ? (line) => line.skuId !== null : null;
  if (code === "STORE_UNMATCHED") return order.storeId === null ? () => true : null;
  if (code !== "SKU_UNMATCHED") return null;
  return (line) => line.skuId === null && line.lineNo === lineNo;
}

function missingEnd(order: OrderState, which: (line: LineState) => boolean): ClosingEffect[] {
  const missing = order.lines.filter((l) => which(l) && l.unassigned > 0);
  if (missing.length === 0) return [];
  const pieces = missing.reduce((sum, l) => sum + l.unassigned, 0);
  if (order.trade === "completed") return [{ does: "counts-sold", pieces }];
  if (isNothingLeft(order, which)) return [{ does: "cancels" }];
  const owedFen = missing.reduce((sum, l) => sum + priceOf(l, l.unassigned), 0);
  return [{ does: "drops", pieces, owedFen }];
}

/** The case is closed by a person: what it was about is settled with it, as `closingEffects` said. */
export function settleClosed(
  model: Model,
  order: OrderState,
  { code, lineNo, why, at }: ClosableCase & { why: string; at: Instant },
): void {
  const which = missingBy(order, { code, lineNo });
  if (SHORTAGE_CODES.includes(code)) endShortage(model, order, { why, at, isByHand: true });
  else if (which) endUnknown(model, order, { which, why, at });
}
