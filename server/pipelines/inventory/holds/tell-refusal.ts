import { insertTables } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { eventRows } from "@/db/queries/orders/events";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "@/server/pipelines/deps";

/** What was asked of a store's goods, and why it cannot be. */
type Refused = { code: string; storeId: number; edit: Record<string, unknown> };

/** Nothing changed; that somebody tried stays on record. */
export async function tellRefusals(
  deps: Deps,
  tx: Tx,
  { actor, refused }: { actor: string; refused: readonly Refused[] },
): Promise<void> {
  const ids = await deps.ids.take(refused.length);
  const at = deps.clock.now();
  const rows = refused.map(({ code, storeId, edit }, i) => ({
    id: present(ids[i], "event id"),
    kind: "stock.refused" as const,
    orderId: null,
    orderVersion: null,
    fulfilmentId: null,
    storeId,
    actor,
    at,
    payload: { code, edit },
  }));
  await insertTables(tx, [eventRows(rows)]);
}
