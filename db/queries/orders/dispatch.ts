import type { Queryable, Tx } from "@/db/client";
import type { NoRiderLimits, UnriddenParcel } from "@/server/domain/dispatch";
import { isAwake } from "./parked";

export type UnassignedParcel = {
  id: number;
  storeId: number;
  parcelClass: string;
  zones: string[] | null;
  promiseAt: number;
};

/** Our own parcel `f` lies at its store, and no rider has it. */
const isUnridden = (db: Queryable) => db`f.delivery_owner = 'self'
  and f.status in ('picking', 'short_picked', 'picked', 'packed', 'ready')
  and not exists (select 1 from delivery_tasks t where t.fulfilment_id = f.id
    and t.status not in ('pickup_failed', 'carrier_cancelled'))`;

/** Rider `r` may be given a parcel: on duty, heard of a moment ago, with room. */
const isFree = (db: Queryable) =>
  db`r.online and r.ping_at > now() - interval '60 seconds' and r.load < r.capacity`;

/**
 * Our own parcels without a rider that somebody at their store could take now: the most urgent of each store first, then
 * the second of each, and so on. A store without riders, or without a cold box, keeps nobody else waiting.
 *
 * @param perStore of one store at most; `limit` is for all stores together
 * @param aheadMinutes so long before a booked window a rider may set out
 */
export async function findUnassigned(
  tx: Tx,
  job: string,
  { limit, perStore, aheadMinutes }: { limit: number; perStore: number; aheadMinutes: number },
): Promise<UnassignedParcel[]> {
  return await tx<UnassignedParcel[]>`
    with free as materialized (
      select r.store_id, bool_or(r.cold_box) as cold from riders r where ${isFree(tx)} group by 1
    ), open as (
      select f.id, f.store_id, f.parcel_class, f.promise_at, z.zones,
        row_number() over (partition by f.store_id order by f.promise_at, f.id) as turn
      from fulfilment_orders f join free on free.store_id = f.store_id
      cross join lateral (
        select array_agg(distinct k.zone::text) as zones from fulfilment_lines l join skus k on k.id = l.sku_id
        where l.fulfilment_id = f.id and l.cancelled < l.qty
      ) z
      where ${isUnridden(tx)} and (free.cold or 'frozen' = any(z.zones) is not true)
        and (f.promise_from is null or f.promise_from <= now() + make_interval(mins => ${aheadMinutes}))
        and ${isAwake(tx, job, "f.id::text")}
    )
    select id, store_id as "storeId", parcel_class as "parcelClass", promise_at as "promiseAt", zones from open
    where turn <= ${perStore} order by turn, promise_at, id limit ${limit}`;
}

type RiderRow = {
  id: number;
  name: string;
  storeId: number;
  capacity: number;
  coldBox: boolean;
  load: number;
  lngE6: number | null;
  latE6: number | null;
};

/** Riders on duty near these stores, locked in id order until the plan is written. */
export async function lockRiders(tx: Tx, storeIds: readonly number[]): Promise<RiderRow[]> {
  return await tx<RiderRow[]>`
    select r.id, r.name, r.store_id as "storeId", r.capacity, r.cold_box as "coldBox", r.load, r.lng_e6 as "lngE6",
      r.lat_e6 as "latE6"
    from riders r where r.store_id = any(${[...storeIds]}::int[]) and ${isFree(tx)} order by r.id for update`;
}

/**
 * Parcels that have been without a rider for too long, the most urgent first, without those that have an open case of it, or
 * that a person has just dealt with.
 *
 * @param among only these, by id; null looks at all
 */
export async function findUnridden(
  tx: Tx,
  job: string,
  { waitMinutes, promiseMinutes, aheadMinutes, handledMinutes }: NoRiderLimits,
  { limit, among }: { limit: number; among: readonly number[] | null },
): Promise<UnriddenParcel[]> {
  return await tx<UnriddenParcel[]>`
    select f.id, f.store_id as "storeId", o.id as "orderId", o.account_id as "accountId", o.paid_fen as "paidFen",
      f.promise_at as "promiseAt", w.since as "waitingSince"
    from fulfilment_orders f
    cross join lateral (
      select case when f.picked_at is not null
        then greatest(f.picked_at, f.promise_from - make_interval(mins => ${aheadMinutes}),
        (select max(t.fact_at) from delivery_tasks t where t.fulfilment_id = f.id)) end as since
    ) w
    cross join lateral (
      select min(l.order_id) as id from fulfilment_lines l where l.fulfilment_id = f.id and l.cancelled < l.qty
    ) m
    join orders o on o.id = m.id
    where ${isUnridden(tx)}
      and (f.promise_from is null or f.promise_from <= now() + make_interval(mins => ${aheadMinutes}))
      and ${among === null ? tx`true` : tx`f.id = any(${[...among]}::bigint[])`}
      and (w.since <= now() - make_interval(mins => ${waitMinutes})
        or f.promise_at <= now() + make_interval(mins => ${promiseMinutes}))
      and not exists (select from exception_cases e where e.code = 'NO_RIDER' and e.subject = 'parcel:' || f.id
        and (e.closed_at is null
          or (e.closed_by <> 'system' and e.closed_at > now() - make_interval(mins => ${handledMinutes}))))
      and ${isAwake(tx, job, "f.id::text")}
    order by f.promise_at, f.id limit ${limit}`;
}

/**
 * Cases about parcels that have a rider by now, or need none any more. Orders are locked before their cases (decision
 * 0004); one that somebody is busy with is left for the next time.
 *
 * @returns orders whose case was closed
 */
export async function closeRidden(tx: Tx): Promise<number[]> {
  const rows = await tx<{ orderId: number }[]>`
    with over as materialized (
      select e.id, e.order_id,
        case when f.status in ('picking', 'short_picked', 'picked', 'packed', 'ready') then 'assigned'
          else f.status::text end as outcome
      from exception_cases e join fulfilment_orders f on f.id = e.fulfilment_id
      where e.code = 'NO_RIDER' and e.closed_at is null and not (${isUnridden(tx)})
    ), free as materialized (
      select id from orders where id in (select order_id from over) order by id for update skip locked
    )
    update exception_cases e set closed_at = now(), closed_by = 'system', outcome = over.outcome
    from over where e.id = over.id and e.closed_at is null and over.order_id in (select id from free)
    returning e.order_id as "orderId"`;
  return rows.map((r) => r.orderId);
}
