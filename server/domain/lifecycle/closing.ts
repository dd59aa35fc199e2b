import { type CaseCode, HOLDING_CODES, SHORTAGE_CODES } from "../exceptions";
import type { Instant } from "../kernel/instant";
import { hasOpenApplication } from "./axes/holds";
import { APPLIED_CODE } from "./effects";
import { endShortage, endUnknown } from "./end-shortage";
import type { LineState, Model, OrderState } from "./model";
import { owedFen } from "./refunds/owed";

/** What closing a case by hand does to its order, beside the case being closed. */
export type ClosingEffect =
  /** The missing pieces leave the order, and their money is owed back. */
  | { does: "drops"; pieces: number; owedFen: number }
  /** Goods that are there by now are promised and go into a parcel. */
  | { does: "places"; pieces: number }
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

/** A case of an order; `lineNo` where it is about one line. */
type ClosableCase = { code: CaseCode; lineNo: number | null };

/** Whether a case, while it is open, keeps its order from going on. */
export const isHolding = (code: CaseCode): boolean =>
  HOLDING_CODES.includes(code) || code === APPLIED_CODE;

/** What became of an order when one of its cases was closed, told by the order as it was and as it is. */
export function closingEffects(
  before: OrderState,
  after: OrderState,
  code: CaseCode,
): ClosingEffect[] {
  if (before.trade === "cancelled" || before.trade === "closed") return [];
  if (after.trade === "cancelled") return [{ does: "cancels" }];
  const sum = (order: OrderState, of: (line: LineState) => number) =>
    order.lines.reduce((all, line) => all + of(line), 0);
  const more = (of: (line: LineState) => number) => sum(after, of) - sum(before, of);
  const [placed, dropped] = [more((l) => l.open), more((l) => l.cancelled)];
  const isSold = before.trade === "completed";
  const effects: ClosingEffect[] = [];
  if (placed > 0) effects.push({ does: "places", pieces: placed });
  if (dropped > 0 && isSold) effects.push({ does: "counts-sold", pieces: dropped });
  else if (dropped > 0)
    effects.push({ does: "drops", pieces: dropped, owedFen: owedFen(after) - owedFen(before) });
  if (code === APPLIED_CODE) effects.push({ does: "ends-application" });
  if (isSold || !isHolding(code)) return effects;
  const others = after.holdingCodes.length + Number(hasOpenApplication(after));
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

/** The case is closed by a person: what it was about is settled with it. */
export function settleClosed(
  model: Model,
  order: OrderState,
  { code, lineNo, why, at }: ClosableCase & { why: string; at: Instant },
): void {
  const which = missingBy(order, { code, lineNo });
  if (SHORTAGE_CODES.includes(code)) endShortage(model, order, { why, at, isByHand: true });
  else if (which) endUnknown(model, order, { which, why, at });
}
