import type { Instant } from "../../kernel/instant";
import { riseTo } from "../axes/trade";
import { raise } from "../effects";
import type { Model, OrderState } from "../model";
import { owe } from "../refunds/owed";

/** An order that waited for its money has it. One that a platform wants to hear of is confirmed where nobody has to look first. */
export function pay(
  model: Model,
  order: OrderState,
  { needsNoConfirm, autoAccept }: { needsNoConfirm: boolean; autoAccept: boolean },
): void {
  if (!riseTo(order, needsNoConfirm ? "accepted" : "paid")) return;
  model.effects.changedOrders.add(order.id);
  if (order.trade === "paid" && autoAccept)
    model.effects.writebacks.push({
      accountId: order.accountId,
      orderId: order.id,
      kind: "confirm",
    });
}

const PAID_LATE_MINUTES = 30;

/** Paid for what is over: nothing moves, and the money is owed back until it went. */
export function payLate(model: Model, order: OrderState, at: Instant): void {
  const amountFen = order.paidFen;
  owe(model, order, { ref: "paid", lineNo: null, pieces: 0, amountFen, why: "paid-late", at });
  raise(model, order, at, {
    code: "PAY_AFTER_TIMEOUT",
    subject: `paid:${order.id}`,
    cause: "订单已取消后收到付款，款项应退回买家",
    data: { owedFen: amountFen },
    riskFen: amountFen,
    minutes: PAID_LATE_MINUTES,
  });
}
