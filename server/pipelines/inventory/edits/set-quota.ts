import { insertTables } from "@/db/bulk";
import { inTransaction } from "@/db/client";
import { lockStock, readQuotas, setDedicated, writeQuotas } from "@/db/queries/stock/stock";
import { decideQuota } from "@/server/domain/inventory";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Deps } from "@/server/pipelines/deps";
import { tellRefusals } from "../holds/tell-refusal";
import { stockEventRows } from "../stock-event";

type QuotaRequest = {
  storeId: number;
  skuId: number;
  accountId: number;
  /** Base units the channel has for itself from now on. */
  qty: number;
  actor: string;
};

/** Give a channel pieces of its own. All channels' own together are never more than the shelf can promise. */
export async function setQuota(
  deps: Deps,
  { actor, ...quota }: QuotaRequest,
): Promise<Result<{ before: number }, "UNKNOWN_CELL" | "BAD_VALUE" | "ABOVE_STOCK">> {
  if (!Number.isSafeInteger(quota.qty) || quota.qty < 0) return refuse("BAD_VALUE");
  return await inTransaction(deps.db, async (tx) => {
    const [cell] = await lockStock(tx, [quota]);
    if (!cell) return refuse("UNKNOWN_CELL");
    const decided = decideQuota(cell, await readQuotas(tx, [quota]), quota);
    if (!decided.ok) {
      const edit = { kind: "quota", ...quota };
      const refused = [{ code: decided.error, storeId: quota.storeId, edit }];
      await tellRefusals(deps, tx, { actor, refused });
      return decided;
    }
    const { before, all } = decided.value;
    await writeQuotas(tx, [quota]);
    await setDedicated(tx, quota, all);
    await insertTables(tx, [await stockEventRows(deps, [quota], { cause: "quota", actor })]);
    return ok({ before });
  });
}
