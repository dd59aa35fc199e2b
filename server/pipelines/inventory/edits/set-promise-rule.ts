import { insertTables } from "@/db/bulk";
import { inTransaction } from "@/db/client";
import { saveRule } from "@/db/queries/channels/publishing";
import { isRule, type PromiseRule } from "@/server/domain/inventory";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Deps } from "@/server/pipelines/deps";
import { stockEventRows } from "../stock-event";

/** Everything is told anew: every number this channel shows may be another. */
const EVERYWHERE = 0;

/** How much of what there is a channel may show. */
export async function setPromiseRule(
  deps: Deps,
  { actor, ...rule }: Omit<PromiseRule, "lagMs"> & { actor: string },
): Promise<Result<null, "BAD_VALUE" | "UNKNOWN_ACCOUNT">> {
  if (!isRule(rule)) return refuse("BAD_VALUE");
  return await inTransaction(deps.db, async (tx) => {
    if (!(await saveRule(tx, rule, actor))) return refuse("UNKNOWN_ACCOUNT");
    const cell = { storeId: EVERYWHERE, skuId: EVERYWHERE };
    await insertTables(tx, [await stockEventRows(deps, [cell], { cause: "rule", actor })]);
    return ok(null);
  });
}
