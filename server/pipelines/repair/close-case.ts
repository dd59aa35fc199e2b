import { inTransaction } from "@/db/client";
import { closeCaseById } from "@/db/queries/cases";
import { insertAudit } from "@/db/queries/people";
import type { Deps } from "../deps";
import { placeAgain } from "./place-again";

export type CloseCase = { caseId: number; note: string; by: string };

/** A person says that a case is dealt with, and how. What it held goes on when nothing else holds it. */
export async function closeCase(deps: Deps, input: CloseCase): Promise<void> {
  const catalog = await deps.catalog.get();
  await inTransaction(deps.db, async (tx) => {
    const closed = await closeCaseById(tx, input.caseId, input.by, input.note);
    if (!closed) return;
    await insertAudit(tx, {
      userId: input.by,
      action: "case.close",
      subject: `case:${input.caseId}`,
      reason: input.note,
      detail: { code: closed.code },
    });
    if (closed.orderId !== null) await placeAgain(deps, tx, catalog, [closed.orderId], input.by);
  });
}
