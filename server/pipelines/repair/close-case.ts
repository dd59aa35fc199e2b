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
import { type CaseCode, HOLDING_CODES, SHORTAGE_CODES } from "@/server/domain/exceptions";
import { type ClosingEffect, closingEffects } from "@/server/domain/lifecycle";
import type { Deps } from "../deps";
import { placeAgain } from "../place/place-again";
import { settleShort } from "../release/settle-shortages";

type CloseCase = { caseId: number; note: string; by: string };

/**
 * A person says that a case is dealt with, and how. What it held goes on when nothing else holds it; goods that are still
 * missing leave the order, because nobody would look for them any more (`foreseeClosing` says so before).
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
    const change = async () => {
      closed.was = await close(tx, input);
      return { goOn: closed.was ? [orderId] : [], counters: [] };
    };
    await placeAgain(deps, tx, {
      catalog,
      again: { orderIds: [orderId], by: input.by, change },
    });
    const code = closed.was?.code;
    if (code && SHORTAGE_CODES.includes(code))
      await settleShort(deps, tx, { orderIds: [orderId], why: input.note, isByHand: true });
    if (code && HOLDING_CODES.includes(code)) await renewClocks(tx, [orderId]);
  });
}

/** What closing a case would do to its order, as it stands this moment. Locks nothing. */
export async function foreseeClosing(
  db: Db,
  one: { id: number; code: CaseCode },
): Promise<ClosingEffect[]> {
  return await inTransaction(db, async (tx) => {
    const orderId = await findOrderOfCase(tx, one.id);
    if (orderId === null) return [];
    const model = await peekModel(tx, { orderIds: [orderId], parcelIds: [], taskIds: [] });
    const order = model.orders.get(orderId);
    return order ? closingEffects(order, one.code, await openCodesOf(tx, orderId)) : [];
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
