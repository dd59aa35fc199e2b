import type { ChannelFact } from "../../channels";
import { present } from "../../kernel/assert";
import { asFen } from "../../kernel/fen";
import { businessDayOf, type Instant } from "../../kernel/instant";
import type { CounterDelta } from "../../metrics";
import { riseTo } from "../axes/trade";
import { emit, raise } from "../effects";
import type { Model, OrderState } from "../model";
import { lateCase, owe, owedFen } from "../refunds/owed";

/** An order that waited for its money has it. One that a platform wants to hear of is confirmed where nobody has to look first. */
export function pay(model: Model, order: OrderState, { needsNoConfirm, autoAccept }: Paying): void {
  if (!riseTo(order, needsNoConfirm ? "accepted" : "paid")) return;
  model.effects.changedOrders.add(order.id);
  if (order.trade === "paid" && autoAccept)
    model.effects.writebacks.push({
      accountId: order.accountId,
      orderId: order.id,
      kind: "confirm",
    });
}

/** How an account's orders become ours. */
export type Paying = { needsNoConfirm: boolean; autoAccept: boolean };

/** Payments of a batch, on the model: those that were waited for, and those of orders that were over. */
export function payAll(
  model: Model,
  { paid, late, at }: { paid: ReadonlyMap<number, Paying>; late: readonly number[]; at: Instant },
): void {
  for (const [id, how] of paid) pay(model, present(model.orders.get(id), "paid order"), how);
  for (const id of late) payLate(model, present(model.orders.get(id), "order paid late"), at);
}

const PAID_LATE_MINUTES = 30;

/** Paid for what is over: nothing moves, and the money is owed back until it went. */
export function payLate(model: Model, order: OrderState, at: Instant): void {
  const amountFen = asFen(order.paidFen - order.refundedFen - owedFen(order));
  // A second one, after the first debt was settled by a person, is a debt of its own.
  owe(model, order, {
    ref: `paid:${at}`,
    lineNo: null,
    pieces: 0,
    amountFen,
    why: "paid-late",
    at,
  });
  emit(model, order, {
    kind: "order.paid_late",
    at,
    payload: { owedFen: amountFen },
    actor: "channel",
  });
  raise(model, order, {
    at,
    ...lateCase(order),
    cause: "订单已取消后收到付款，款项应退回买家",
    data: { owedFen: amountFen },
    riskFen: amountFen,
    minutes: PAID_LATE_MINUTES,
  });
}

/** A payment as it was told. Moments in epoch ms. */
export type Payment = {
  orderId: number;
  paidAt: number;
  /** Null: as soon as possible, so the promise moves with the payment. */
  promiseAt: number | null;
  businessDay: string;
};

/** The payment that a fact tells of; none for other facts. */
export function paymentOf({ fact, orderId }: { fact: ChannelFact; orderId: number }): Payment[] {
  if (fact.kind !== "paid") return [];
  const { at, promiseAt } = fact;
  return [{ orderId, paidAt: at, promiseAt, businessDay: businessDayOf(at) }];
}

/** An order that waited for its money and has it. Money in fen, `paidAt` in epoch ms. */
export type PaidRow = {
  id: number;
  accountId: number;
  channel: string;
  storeId: number | null;
  paidFen: number;
  platformDiscountFen: number;
  paidAt: number;
};

/** It counts in the minute it was paid in. */
export const paidCounter = (o: PaidRow): CounterDelta => ({
  channel: o.channel,
  storeId: o.storeId ?? 0,
  at: o.paidAt,
  orders: 1,
  paidFen: o.paidFen,
  subsidyFen: o.platformDiscountFen,
});
