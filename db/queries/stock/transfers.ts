import type { Tx } from "@/db/client";
import type { TransferRow } from "@/server/domain/inventory";

export async function insertTransfer(
  tx: Tx,
  row: TransferRow & { note: string; by: string },
): Promise<void> {
  await tx`
    insert into transfers (id, from_store_id, to_store_id, sku_id, qty, note, created_by)
    values (${row.id}, ${row.fromStoreId}, ${row.toStoreId}, ${row.skuId}, ${row.qty}, ${row.note}, ${row.by})`;
}

/** A transfer that is on its way, locked; null when it has ended. */
export async function lockTransfer(tx: Tx, id: number): Promise<TransferRow | null> {
  const [row] = await tx<TransferRow[]>`
    select id, from_store_id as "fromStoreId", to_store_id as "toStoreId", sku_id as "skuId", qty
    from transfers where id = ${id} and state = 'in_transit' for update`;
  return row ?? null;
}

export async function endTransferRow(
  tx: Tx,
  id: number,
  { state, received, by }: { state: "received" | "returned"; received: number; by: string },
): Promise<void> {
  await tx`
    update transfers set state = ${state}, received = ${received}, ended_by = ${by}, ended_at = now() where id = ${id}`;
}
