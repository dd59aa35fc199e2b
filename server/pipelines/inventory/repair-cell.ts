import { insertTables } from "@/db/bulk";
import { inTransaction } from "@/db/client";
import {
  endCase,
  findCellOfCase,
  findDrift,
  lockCase,
  rewriteCase,
  writeTruth,
} from "@/db/queries/stock/drift";
import { fitQuotas, lockStock } from "@/db/queries/stock/stock";
import { driftCause } from "@/server/domain/inventory";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Deps } from "../deps";
import { stockEventRows } from "./stock-event";

/**
 * A person accepts what a case proposes: the row of that one cell says again what it is the sum of. Looked at again under
 * the cell's lock; when it is another difference by now, the case says so and nothing is done.
 */
export async function repairCell(
  deps: Deps,
  { caseId, actor }: { caseId: number; actor: string },
): Promise<Result<{ storeId: number; skuId: number }, "NOT_OPEN" | "CHANGED">> {
  return await inTransaction(deps.db, async (tx) => {
    const cell = await findCellOfCase(tx, caseId, "STOCK_DRIFT");
    if (!cell) return refuse("NOT_OPEN");
    const { storeId, skuId } = cell;
    await lockStock(tx, [cell]);
    const open = await lockCase(tx, caseId, "STOCK_DRIFT");
    if (!open) return refuse("NOT_OPEN");
    const [now] = await findDrift(tx, [{ storeId, skuId }]);
    if (!now) {
      await endCase(tx, caseId, { by: "system", outcome: "gone" });
      return refuse("CHANGED");
    }
    if (driftCause(now) !== driftCause(open.data)) {
      await rewriteCase(tx, caseId, { data: now, cause: driftCause(now) });
      return refuse("CHANGED");
    }
    await writeTruth(tx, now);
    await fitQuotas(tx, [now]);
    await endCase(tx, caseId, { by: actor, outcome: "repaired" });
    await insertTables(tx, [await stockEventRows(deps, [now], { cause: "repair", actor })]);
    return ok({ storeId, skuId });
  });
}
