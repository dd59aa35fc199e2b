import { json } from "@/db/bulk";
import type { Queryable, Tx } from "@/db/client";
import type { Cellish, CellSupply, Wanted } from "@/server/domain/inventory";
import { isAwake } from "../orders/parked";
import { freeIfSold } from "./free";

/** What stores have of what sells there, and how fast it goes; without what rests. */
export async function readSupplies(
  db: Queryable,
  job: string,
  limit: number,
): Promise<CellSupply[]> {
  return await db<CellSupply[]>`
    select s.store_id as "storeId", s.sku_id as "skuId", k.portion, s.safety, s.in_transit as "inTransit",
      ${freeIfSold(db)} as free,
      coalesce(q.qty, 0) as requested, r.rate::int as "milliPerMinute"
    from (select store_id, sku_id, sum(milli_per_minute) as rate from sale_rates group by 1, 2) r
    join stock s using (store_id, sku_id) join skus k on k.id = s.sku_id
    left join restock_requests q on q.store_id = s.store_id and q.sku_id = s.sku_id and q.ended_at is null
    where q.id is null and ${isAwake(db, job, "s.store_id || ':' || s.sku_id")} order by r.rate desc limit ${limit}`;
}

type RestockInsert = Wanted & { id: number; by: string };

/** Keep requests to send. One open a cell. @returns how many are new */
export async function insertRestocks(tx: Tx, rows: readonly RestockInsert[]): Promise<number[]> {
  if (rows.length === 0) return [];
  const made = await tx<{ id: number }[]>`
    insert into restock_requests (id, store_id, sku_id, qty, inputs, created_by)
    select * from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.storeId)}::int[],
      ${rows.map((r) => r.skuId)}::int[],
      ${rows.map((r) => r.qty)}::int[], ${rows.map((r) => json(r.inputs))}::text[]::jsonb[],
      ${rows.map((r) => r.by)}::text[])
    on conflict (store_id, sku_id) where ended_at is null do nothing returning id`;
  return made.map((r) => r.id);
}

export type RestockDue = Cellish & { id: number; qty: number; tries: number };

/** Requests to send now; nobody else gets them for a while. */
export async function claimRestocks(
  db: Queryable,
  limit: number,
  seconds: number,
): Promise<RestockDue[]> {
  return await db<RestockDue[]>`
    update restock_requests q set due_at = now() + make_interval(secs => ${seconds}), tries = q.tries + 1
    where q.id in (select id from restock_requests where state = 'wanted' and ended_at is null and due_at <= now()
      order by due_at limit ${limit} for update skip locked)
    returning q.id, q.store_id as "storeId", q.sku_id as "skuId", q.qty, q.tries`;
}

export async function settleRestock(
  db: Queryable,
  id: number,
  answer: { warehouseNo: string } | { fault: string; isFinal: boolean },
): Promise<void> {
  if ("warehouseNo" in answer)
    await db`update restock_requests set state = 'sent', warehouse_no = ${answer.warehouseNo}, fault = null
      where id = ${id}`;
  else
    await db`
      update restock_requests set fault = ${answer.fault},
        state = case when ${answer.isFinal} then 'failed' else state end,
        ended_at = case when ${answer.isFinal} then now() else null end where id = ${id}`;
}

/** Goods came: what was asked for these cells is over. */
export async function endRestocks(tx: Tx, cells: readonly Cellish[]): Promise<void> {
  if (cells.length === 0) return;
  await tx`
    update restock_requests q set state = 'received', ended_at = now()
    from unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as n (store_id, sku_id)
    where q.store_id = n.store_id and q.sku_id = n.sku_id and q.ended_at is null`;
}

/** Asked long ago and never come: forgotten, so that it may be asked for again. */
export async function dropStaleRestocks(db: Queryable, hours: number): Promise<void> {
  await db`
    update restock_requests set state = 'failed', fault = '超时未到货', ended_at = now()
    where ended_at is null and created_at < now() - make_interval(hours => ${hours})`;
}
