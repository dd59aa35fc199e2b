import { asFen, type Fen } from "../../kernel/fen";
import type { Model, OrderState, Owed, RefundPart } from "../model";

/** What so many pieces of a line cost its buyer. */
export function priceOf(
  { paidFen, ordered }: { paidFen: number; ordered: number },
  pieces: number,
): Fen {
  return asFen(Math.round((paidFen * Math.min(pieces, ordered)) / ordered));
}

/** Note that money is owed back. The same again is one debt. */
export function owe(model: Model, order: OrderState, owed: Omit<Owed, "backFen">): void {
  if (owed.amountFen <= 0 || order.owed.some((o) => o.ref === owed.ref)) return;
  setOwed(model, order, { ...owed, backFen: asFen(0) });
}

/**
 * Money went back: it pays off what is owed for the lines it is about, then what is owed for the order, oldest first.
 *
 * @param parts what the refund takes from which line; the rest of `amountFen` is about the whole order
 */
export function payOff(
  model: Model,
  order: OrderState,
  { amountFen, parts }: { amountFen: number; parts: readonly RefundPart[] },
): void {
  let left = amountFen;
  const pay = (which: (o: Owed) => boolean, most: number): void => {
    let mine = Math.min(most, left);
    for (const owed of order.owed.filter(which)) {
      const back = Math.min(mine, owed.amountFen - owed.backFen);
      if (back <= 0) continue;
      setOwed(model, order, { ...owed, backFen: asFen(owed.backFen + back) });
      mine -= back;
      left -= back;
    }
  };
  for (const part of parts) pay((o) => o.lineNo === part.lineNo, part.amountFen);
  pay(() => true, left);
}

/** What is still owed, all together. */
export const owedFen = ({ owed }: Pick<OrderState, "owed">): number =>
  owed.reduce((sum, o) => sum + o.amountFen - o.backFen, 0);

function setOwed(model: Model, order: OrderState, owed: Owed): void {
  order.owed = [...order.owed.filter((o) => o.ref !== owed.ref), owed];
  model.effects.changedOrders.add(order.id);
  const { effects } = model;
  effects.owed = [
    ...effects.owed.filter((e) => e.orderId !== order.id || e.owed.ref !== owed.ref),
    { orderId: order.id, owed },
  ];
}
