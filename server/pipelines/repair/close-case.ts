import { type Db, inTransaction, type Tx } from "@/db/client";
import {
  type ClosedCase,
  closeCaseById,
  findOrderOfCase,
  openCodesOf,
  renewClocks,
  settleApplication,
} from "@/db/queries/cases/cases";
import { peekModel } from "@/db/queries/orders/load-model";
import { insertAudit } from "@/db/queries/people/people";
import { HOLDING_CODES } from "@/server/domain/exceptions";
import {
  type ClosableCase,
  type ClosingEffect,
  closingEffects,
  type Model,
  settleClosed,
  waitsForPayment,
} from "@/server/domain/lifecycle";
import type { Deps } from "../deps";
import { placeAgain } from "../place/place-again";
import { AppRefusal } from "../refusal";
import { type EndRule, settleOrders } from "../release/settle-shortages";

type CloseCase = { caseId: number; note: string; by: string };

/**
 * A person says that a case is dealt with, and how. What it held goes on when nothing else holds it; goods that are still
 * missing, or that nobody knows, leave the order, because nobody would look for them any more (`foreseeClosing` says so
 * before).
 *
 * @throws AppRefusal while nobody has paid for what nobody knows
 */
export async function closeCase(deps: Deps, input: CloseCase): Promise<void> {
  const catalog = await deps.catalog.get();
  await inTransaction(deps.db, async (tx) => {
    const orderId = await findOrderOfCase(tx, input.caseId);
    if (orderId === null) {
      await close(tx, input);
      return;
    }
    const closed: { was: ClosedCase | null } = { was: null };
    const change = async (before: Model) => {
      closed.was = await close(tx, input);
      if (closed.was) refuseUnpaid(before, orderId, closed.was);
      return { goOn: closed.was ? [orderId] : [], counters: [] };
    };
    await placeAgain(deps, tx, {
      catalog,
      again: { orderIds: [orderId], by: input.by, change },
    });
    const { was } = closed;
    if (!was) return;
    const end: EndRule = (model, order, at) =>
      settleClosed(model, order, { ...was, why: input.note, at });
    await settleOrders(deps, tx, { orderIds: [orderId], end });
    if (HOLDING_CODES.includes(was.code)) await renewClocks(tx, [orderId]);
  });
}

function refuseUnpaid(model: Model, orderId: number, { code }: ClosedCase): void {
  const order = model.orders.get(orderId);
  if (order && waitsForPayment(order, code))
    throw new AppRefusal("NOT_PAID", "订单还没付款：付款后再关闭，超时未付会随订单一起结束");
}

/** What closing a case would do to its order, as it stands this moment. Locks nothing. */
export async function foreseeClosing(
  db: Db,
  one: ClosableCase & { id: number },
): Promise<ClosingEffect[]> {
  return await inTransaction(db, async (tx) => {
    const orderId = await findOrderOfCase(tx, one.id);
    if (orderId === null) return [];
    const model = await peekModel(tx, { orderIds: [orderId], parcelIds: [], taskIds: [] });
    const order = model.orders.get(orderId);
    return order ? closingEffects(order, one, await openCodesOf(tx, orderId)) : [];
  });
}

/** @returns null when somebody else was first */
async function close(tx: Tx, input: CloseCase): Promise<ClosedCase | null> {
  const closed = await closeCaseById(tx, { id: input.caseId, by: input.by, note: input.note });
  if (!closed) return null;
  if (closed.orderId !== null && closed.applicationId !== null)
    await settleApplication(tx, closed.orderId, closed.applicationId);
  await insertAudit(tx, {
    userId: input.by,
    action: "case.close",
    subject: `case:${input.caseId}`,
    reason: input.note,
    detail: { code: closed.code },
  });
  return closed;
}
