import { asFen, type Fen } from "../../kernel/fen";
import { closeOneCase } from "../effects";
import type { LineState, Model, OrderState, Owed, RefundPart } from "../model";

type Priced = { paidFen: number; ordered: number };

/** What `pieces` of a line cost that follow on the first `before`: taken one by one, all of them cost what was paid. */
export function priceAfter({ paidFen, ordered }: Priced, before: number, pieces: number): number {
  const upTo = (n: number) => Math.round((paidFen * Math.min(n, ordered)) / ordered);
  return upTo(before + pieces) - upTo(before);
}

/**
 * What the next pieces to leave a line cost its buyer: taken out one by one, all of them together cost what was paid.
 *
 * @param line `cancelled`: pieces that have left it before
 */
export function priceOf(
  { paidFen, ordered, cancelled }: Pick<LineState, "paidFen" | "ordered" | "cancelled">,
  pieces: number,
): Fen {
  return asFen(priceAfter({ paidFen, ordered }, cancelled, pieces));
}

/**
 * Note that money is owed back: never more than is left of the line's price and of the order's. The same again is one debt.
 *
 * @returns what came to be owed
 */
export function owe(model: Model, order: OrderState, owed: Omit<Owed, "backFen">): Fen {
  const line = order.lines.find((l) => l.lineNo === owed.lineNo);
  const ofLine = order.owed.filter((o) => o.lineNo === owed.lineNo);
  const room = Math.min(
    order.paidFen - order.refundedFen - owedFen(order),
    line ? line.paidFen - line.refundedFen - owedFen({ owed: ofLine }) : Number.POSITIVE_INFINITY,
  );
  const amountFen = asFen(Math.max(0, Math.min(owed.amountFen, room)));
  if (amountFen === 0 || order.owed.some((o) => o.ref === owed.ref)) return asFen(0);
  setOwed(model, order, { ...owed, amountFen, backFen: asFen(0) });
  return amountFen;
}

/**
 * Money went back: it pays off what is owed for the lines it is about. What is about the whole order pays off the oldest
 * debts, and none is left above what is left of the price.
 *
 * @param parts what the refund takes from which line; the rest of `amountFen` is about the whole order
 */
export function payOff(
  model: Model,
  order: OrderState,
  { amountFen, parts }: { amountFen: number; parts: readonly RefundPart[] },
): void {
  const pay = (which: (o: Owed) => boolean, most: number): void => {
    let left = most;
    for (const owed of order.owed.filter(which)) {
      const back = Math.min(left, owed.amountFen - owed.backFen);
      if (back <= 0) continue;
      setOwed(model, order, { ...owed, backFen: asFen(owed.backFen + back) });
      left -= back;
    }
  };
  for (const part of parts) pay((o) => o.lineNo === part.lineNo, part.amountFen);
  pay(() => true, amountFen - parts.reduce((sum, part) => sum + part.amountFen, 0));
  pay(() => true, owedFen(order) - (order.paidFen - order.refundedFen));
}

/** What is owed for an order that was cancelled went back with it; a payment that came after did not. @returns fen */
export function endCancelled(model: Model, order: OrderState): number {
  const open = order.owed.filter((o) => o.why !== "paid-late" && o.backFen < o.amountFen);
  for (const owed of open) setOwed(model, order, { ...owed, backFen: owed.amountFen });
  return open.reduce((sum, o) => sum + o.amountFen - o.backFen, 0);
}

/** Pieces of a line that are missing and of which the money has not gone back yet. */
export const owedPieces = ({ owed }: Pick<OrderState, "owed">, lineNo: number): number =>
  owed
    .filter((o) => o.lineNo === lineNo)
    .reduce((sum, o) => sum + Math.round((o.pieces * (o.amountFen - o.backFen)) / o.amountFen), 0);

/** What is still owed, all together. */
export const owedFen = ({ owed }: Pick<OrderState, "owed">): number =>
  owed.reduce((sum, o) => sum + o.amountFen - o.backFen, 0);

function setOwed(model: Model, order: OrderState, owed: Owed): void {
  order.owed = [...order.owed.filter((o) => o.ref !== owed.ref), owed];
  model.effects.changedOrders.add(order.id);
  // The debt of a late payment is all its case is about.
  if (owed.why === "paid-late" && owed.backFen === owed.amountFen)
    closeOneCase(model, lateCase(order), "refunded");
  const { effects } = model;
  effects.owed = [
    ...effects.owed.filter((e) => e.orderId !== order.id || e.owed.ref !== owed.ref),
    { orderId: order.id, owed },
  ];
}

/** The case of a payment of an order that was over. */
export const lateCase = ({ id }: Pick<OrderState, "id">) =>
  ({ code: "PAY_AFTER_TIMEOUT", subject: `paid:${id}` }) as const;
