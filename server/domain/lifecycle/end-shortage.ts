import type { Instant } from "../kernel/instant";
import type { Trade } from "../orders";
import { refreshOrder } from "./axes/refresh";
import { emit } from "./effects";
import type { LineState, Model, OrderState } from "./model";
import { cancel } from "./order-facts";
import { settleShortage } from "./settle-shortage";

/** What is over has nothing to lose any more; what is not paid has nothing yet. */
const SETTLED_IN: ReadonlySet<Trade> = new Set(["paid", "accepted"]);

/**
 * Nobody looks for what is missing any more: what there is goes, the rest is owed back. An order of which nothing is there is
 * cancelled, by us, and its channel told.
 *
 * @param how `isByHand`: a person said so, whatever else holds the order
 * @returns false where the order is not short, or waits for something else
 */
export function endShortage(
  model: Model,
  order: OrderState,
  { why, at, isByHand = false }: { why: string; at: Instant; isByHand?: boolean },
): boolean {
  const isHeld = order.holds > 0 && !isByHand;
  if (order.stock !== "short" || !SETTLED_IN.has(order.trade) || isHeld) return false;
  endMissing(model, order, { which: isKnown, why, at });
  return true;
}

/**
 * Nobody says what these articles are, or from what shop: their pieces leave the order and their money is owed back; an
 * order of which nothing is left is cancelled. What a till sold is sold, whatever it was.
 *
 * @returns false where it is not its time, or nothing of them is left
 */
export function endUnknown(
  model: Model,
  order: OrderState,
  { which, why, at }: Ending & { which: Which },
): boolean {
  const mine = order.lines.filter((l) => which(l) && l.unassigned > 0);
  if (mine.length === 0) return false;
  if (order.isTill && order.trade === "completed") countAsSold(model, order, { lines: mine, at });
  else if (SETTLED_IN.has(order.trade)) endMissing(model, order, { which, why, at });
  else return false;
  return true;
}

type Ending = { why: string; at: Instant };
type Which = (line: LineState) => boolean;

const isKnown: Which = (line) => line.skuId !== null;

/** Whether nothing is left of an order when what is missing of these lines leaves it. */
const isNothingLeft = (order: OrderState, which: Which): boolean =>
  order.lines.every((l) => l.cancelled + (which(l) ? l.unassigned : 0) === l.ordered);

function endMissing(
  model: Model,
  order: OrderState,
  { which, why, at }: Ending & { which: Which },
): void {
  if (isNothingLeft(order, which)) cancelOurselves(model, order, { at, why });
  else settleShortage(model, order, { at, which });
}

/** Sold, but from no shelf that is known: the pieces leave the books, and nothing is owed for them. */
function countAsSold(
  model: Model,
  order: OrderState,
  { lines, at }: { lines: readonly LineState[]; at: Instant },
): void {
  for (const line of lines) {
    line.cancelled += line.unassigned;
    line.unassigned = 0;
  }
  refreshOrder(model, order);
  emit(model, order, { kind: "order.shortage_settled", at, payload: { missing: 0, owedFen: 0 } });
}

/** The picker found nothing of an order, and nothing of it lies elsewhere: it is as one of which nothing was there. */
export function endEmpty(model: Model, orderId: number, at: Instant): void {
  const order = model.orders.get(orderId);
  if (!order || !SETTLED_IN.has(order.trade) || order.fulfil !== "cancelled") return;
  if (order.lines.every((l) => l.cancelled === l.ordered))
    cancelOurselves(model, order, { at, why: "拣货时全部缺货" });
}

/** Its channel is told, where it can be called. What was paid is owed until the channel has said yes. */
function cancelOurselves(
  model: Model,
  order: OrderState,
  { at, why }: { at: Instant; why: string },
): void {
  cancel(model, order, { at, reason: why, by: "merchant", isOurs: true });
  const { accountId, id: orderId } = order;
  model.effects.writebacks.push({ accountId, orderId, kind: "cancel" });
}
