import type { Queryable, Tx } from "@/db/client";
import type { Settled } from "@/server/domain/channels";

/** What a channel refused too often is not sent again by itself. @returns how many, and one of its reasons */
export async function blockStubborn(
  tx: Tx,
  of: Settled,
  tries: number,
): Promise<{ count: number; fault: string }> {
  const rows = await tx<{ fault: string }[]>`
    with o as materialized (
      select sku_id from published
      where account_id = ${of.accountId} and kind = ${of.kind} and store_id = ${of.storeId} and due_at is not null
        and sent_version is null and fault is not null and tries >= ${tries}
      order by sku_id for update
    )
    update published p set blocked = true, due_at = null from o
    where p.account_id = ${of.accountId} and p.kind = ${of.kind} and p.store_id = ${of.storeId} and p.sku_id = o.sku_id
    returning p.fault`;
  return { count: rows.length, fault: rows[0]?.fault ?? "" };
}

/** Nothing of a shop is blocked any more: its case is over. */
export async function closeStuck(db: Queryable, accountId: number, storeId: number): Promise<void> {
  await db`
    update exception_cases set closed_at = now(), closed_by = 'system', outcome = 'told'
    where code = 'SYNC_STUCK' and closed_at is null and account_id = ${accountId} and store_id = ${storeId}
      and not exists (select 1 from published p
        where p.account_id = ${accountId} and p.store_id = ${storeId} and p.blocked)`;
}
