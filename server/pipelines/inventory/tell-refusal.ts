import { insertRows, json } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";

/** Nothing changed; that somebody tried stays on record. */
export async function tellRefusal(
  deps: Deps,
  tx: Tx,
  code: string,
  actor: string,
  storeId: number,
  what: Record<string, unknown>,
): Promise<void> {
  const [id] = await deps.ids.take(1);
  await insertRows(
    tx,
    "events",
    ["id bigint", "kind text", "store_id int", "actor text", "payload jsonb"],
    [
      [
        present(id, "event id"),
        "stock.refused",
        storeId,
        actor,
        json({ code, edit: what, at: deps.clock.now() }),
      ],
    ],
  );
}
