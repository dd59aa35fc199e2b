import { insertRows, json } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "@/server/pipelines/deps";

/** What was asked of a store's goods, and why it cannot be. */
export type Refused = { code: string; storeId: number; edit: Record<string, unknown> };

/** Nothing changed; that somebody tried stays on record. */
export async function tellRefusals(
  deps: Deps,
  tx: Tx,
  actor: string,
  refused: readonly Refused[],
): Promise<void> {
  if (refused.length === 0) return;
  const ids = await deps.ids.take(refused.length);
  const at = deps.clock.now();
  await insertRows(
    tx,
    "events",
    ["id bigint", "kind text", "store_id int", "actor text", "payload jsonb"],
    refused.map(({ code, storeId, edit }, i) => [
      present(ids[i], "event id"),
      "stock.refused",
      storeId,
      actor,
      json({ code, edit, at }),
    ]),
  );
}
