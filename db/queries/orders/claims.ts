import type { Queryable } from "@/db/client";
import type { Cellish } from "@/server/domain/inventory";
import { missing, shared } from "../stock/free";
import { isAwake } from "./parked";

/** Orders that are promised goods of these cells. */
export async function findClaimants(db: Queryable, cells: readonly Cellish[]): Promise<number[]> {
  if (cells.length === 0) return [];
  const rows = await db<{ id: number }[]>`
    select distinct r.order_id as id from reservations r
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      using (store_id, sku_id)
    where r.state in ('held', 'confirmed', 'picked') order by 1`;
  return rows.map((r) => r.id);
}

type Elsewhere = Cellish & { free: number };

/** Other open stores that have these articles free, those with most first. */
export async function findElsewhere(
  db: Queryable,
  cells: readonly Cellish[],
): Promise<(Elsewhere & { fromStoreId: number })[]> {
  if (cells.length === 0) return [];
  return await db<(Elsewhere & { fromStoreId: number })[]>`
    select k.store_id as "fromStoreId", s.store_id as "storeId", s.sku_id as "skuId",
      ${shared(db)} as free
    from stock s join stores o on o.id = s.store_id and o.is_open
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      on s.sku_id = k.sku_id and s.store_id <> k.store_id
    where ${shared(db)} > 0
    order by free desc, s.store_id`;
}

/** Articles of the same kind that may stand in, by the customer's limits: no dearer than this much more, in the same store. */
export async function findInstead(
  db: Queryable,
  cells: readonly Cellish[],
): Promise<(Elsewhere & { forSkuId: number })[]> {
  if (cells.length === 0) return [];
  return await db<(Elsewhere & { forSkuId: number })[]>`
    select k.sku_id as "forSkuId", s.store_id as "storeId", s.sku_id as "skuId",
      ${shared(db)} as free
    from unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
    join skus a on a.id = k.sku_id
    join skus b on b.category = a.category and b.id <> a.id and b.zone = a.zone and b.unit = a.unit
      and b.portion = a.portion
      and b.price_fen <= a.price_fen * 13 / 10 and b.price_fen <= a.price_fen + 1000 and b.price_fen >= a.price_fen / 2
    join stock s on s.store_id = k.store_id and s.sku_id = b.id
    where ${shared(db)} > 0
    order by abs(b.price_fen - a.price_fen), s.sku_id limit 200`;
}

/** Cells where more is promised than is there, and somebody could still give some back. */
export async function findDebts(db: Queryable, job: string, limit: number): Promise<Cellish[]> {
  return await db<Cellish[]>`
    select s.store_id as "storeId", s.sku_id as "skuId" from stock s
    where s.debt > 0 and s.reserved > 0 and ${missing(db)} > 0
      and ${isAwake(db, job, "s.store_id || ':' || s.sku_id")}
    order by s.debt desc limit ${limit}`;
}
