import { SHORTAGE_CODES } from "../exceptions";
import type { Instant } from "../kernel/instant";
import { refreshOrder } from "./axes/refresh";
import { closeOneCase, emit } from "./effects";
import type { LineState, Model, OrderState } from "./model";
import { owe, priceOf } from "./refunds/owed";

/** Of all lines, or of some. */
type Missing = (line: LineState) => boolean;

/** What there is goes to the customer; the missing pieces leave the order and their money is owed back. */
export function settleShortage(
  model: Model,
  order: OrderState,
  { at, which = () => true }: { at: Instant; which?: Missing },
): void {
  let missing = 0;
  let owedFen = 0;
  for (const line of order.lines.filter(which)) {
    const { lineNo, unassigned: pieces } = line;
    if (pieces === 0) continue;
    const ref = `short:${lineNo}:${line.cancelled}`;
    const amountFen = priceOf(line, pieces);
    owedFen += owe(model, order, { ref, lineNo, pieces, amountFen, why: "short", at });
    missing += pieces;
    line.cancelled += pieces;
    line.unassigned = 0;
  }
  if (missing === 0) return;
  refreshOrder(model, order);
  emit(model, order, { kind: "order.shortage_settled", at, payload: { missing, owedFen } });
  if (order.stock === "short") return;
  for (const code of SHORTAGE_CODES)
    closeOneCase(model, { code, subject: `order:${order.id}` }, "refund_owed");
}
