import { insertTables } from "@/db/bulk";
import { inTransaction } from "@/db/client";
import { lockStock, readQuotas, setDedicated, writeQuotas } from "@/db/queries/stock/stock";
import { freeIfSold } from "@/server/domain/inventory";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Deps } from "@/server/pipelines/deps";
import { tellRefusals } from "../holds/tell-refusal";
import { stockEventRows } from "../stock-event";

export type QuotaRequest = {
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
    const quotas = await readQuotas(tx, [quota]);
    const before = quotas.find((q) => q.accountId === quota.accountId)?.qty ?? 0;
    const all = quotas.reduce((sum, q) => sum + q.qty, 0) - before + quota.qty;
    if (all > freeIfSold(cell)) {
      await tellRefusals(deps, tx, {
        actor,
        refused: [
          { code: "ABOVE_STOCK", storeId: quota.storeId, edit: { kind: "quota", ...quota } },
        ],
      });
      return refuse("ABOVE_STOCK");
    }
    await writeQuotas(tx, [quota]);
    await setDedicated(tx, quota, all);
    await insertTables(tx, [await stockEventRows(deps, [quota], "quota", actor)]);
    return ok({ before });
  });
}
