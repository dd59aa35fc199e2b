import { inTransaction, type Tx } from "@/db/client";
import { closeCaseById, findOrderOfCase, settleApplication } from "@/db/queries/cases";
import { insertAudit } from "@/db/queries/people";
import type { Deps } from "../deps";
import { placeAgain } from "./place-again";

export type CloseCase = { caseId: number; note: string; by: string };

/** A person says that a case is dealt with, and how. What it held goes on when nothing else holds it. */
export async function closeCase(deps: Deps, input: CloseCase): Promise<void> {
  const catalog = await deps.catalog.get();
  await inTransaction(deps.db, async (tx) => {
    const orderId = await findOrderOfCase(tx, input.caseId);
    const change = async () => {
      const isClosed = await close(tx, input);
      return { goOn: isClosed && orderId !== null ? [orderId] : [], counters: [] };
    };
    if (orderId === null) await change();
    else {
      await placeAgain(deps, tx, catalog, { orderIds: [orderId], by: input.by, change });
    }
  });
}

/** @returns false when somebody else was first */
async function close(tx: Tx, input: CloseCase): Promise<boolean> {
  const closed = await closeCaseById(tx, input.caseId, input.by, input.note);
  if (!closed) return false;
  if (closed.orderId !== null && closed.applicationId !== null)
    await settleApplication(tx, closed.orderId, closed.applicationId);
  await insertAudit(tx, {
    userId: input.by,
    action: "case.close",
    subject: `case:${input.caseId}`,
    reason: input.note,
    detail: { code: closed.code },
  });
  return true;
}
