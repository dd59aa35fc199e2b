import type { Queryable, Tx } from "@/db/client";
import type { Cellish } from "@/server/domain/inventory";
import { isAwake } from "../orders/parked";

/** Where a round goes on, and how far: past the last cell it begins again at the first, to its end. */
type PlanRound = { after: Cellish; end: Cellish; wrapped: boolean };

/** Every cell is to be planned anew, from where a round stands now: asked for again on the way, it is one round. */
export async function askRound(db: Queryable, what: string): Promise<void> {
  await db`
    insert into plan_rounds as r (what) values (${what})
    on conflict (what) do update set end_store = r.after_store, end_sku = r.after_sku, wrapped = false`;
}

/** The round under way, locked; null where there is none. */
export async function lockRound(tx: Tx, what: string): Promise<PlanRound | null> {
  const [row] = await tx<
    (Omit<PlanRound, "after" | "end"> & Record<"aStore" | "aSku" | "eStore" | "eSku", number>)[]
  >`
    select after_store as "aStore", after_sku as "aSku", end_store as "eStore", end_sku as "eSku", wrapped
    from plan_rounds where what = ${what} for update`;
  if (!row) return null;
  const { aStore, aSku, eStore, eSku, wrapped } = row;
  const after = { storeId: aStore, skuId: aSku };
  return { after, end: { storeId: eStore, skuId: eSku }, wrapped };
}

/** The next cells of a round that do not rest, in key order, up to its end where that is ahead. */
export async function cellsOfRound(
  db: Queryable,
  { after, end, wrapped }: PlanRound,
  { job, limit }: { job: string; limit: number },
): Promise<Cellish[]> {
  return await db<Cellish[]>`
    select s.store_id as "storeId", s.sku_id as "skuId" from stock s
    where (s.store_id, s.sku_id) > (${after.storeId}::int, ${after.skuId}::int)
      and ${wrapped ? db`(s.store_id, s.sku_id) <= (${end.storeId}::int, ${end.skuId}::int)` : db`true`}
      and ${isAwake(db, job, "s.store_id || ':' || s.sku_id")}
    order by s.store_id, s.sku_id limit ${limit}`;
}

/** In the transaction that planned what lies before. */
export async function moveRound(
  tx: Tx,
  what: string,
  { after, wrapped }: Omit<PlanRound, "end">,
): Promise<void> {
  await tx`
    update plan_rounds set after_store = ${after.storeId}, after_sku = ${after.skuId}, wrapped = ${wrapped}
      where what = ${what}`;
}

export async function endRound(tx: Tx, what: string): Promise<void> {
  await tx`delete from plan_rounds where what = ${what}`;
}

/**
 * Tell the planner of rows it has not heard of: a table that was empty a moment ago is read from end to end for every call,
 * and it would be a minute before anybody looks.
 *
 * @param many rows that have something to tell, from which on it is worth it
 */
export async function learnPublished(db: Queryable, many: number): Promise<void> {
  const [row] = await db<{ due: number }[]>`
    select count(*)::int as due from (select 1 from published where due_at is not null limit ${many}) d`;
  if ((row?.due ?? 0) >= many) await db`analyze published`;
}
