import { at } from "@/db/bulk";
import type { Queryable } from "@/db/client";

/** A place in the events log, as text: transaction id and event id. */
export type Cursor = { xid: string; id: number };

export type ParcelTask = {
  id: number;
  storeCode: string;
  status: string;
  version: number;
  deliveryOwner: string;
  parcelClass: string;
  promiseAt: number;
  lines: {
    order: number;
    line: number;
    channel: string;
    externalNo: string;
    sku: string;
    qty: number;
  }[];
};

/**
 * Parcels that changed since a cursor, as they are now, and the next cursor. Reads the events log below the oldest open
 * transaction, so that no change is missed.
 */
export async function listParcelTasks(
  db: Queryable,
  after: Cursor,
  limit: number,
): Promise<{ tasks: ParcelTask[]; next: Cursor }> {
  const { ids, next } = await changedParcels(db, after, limit);
  if (ids.length === 0) return { tasks: [], next };
  const tasks = await db<ParcelTask[]>`
    select f.id, s.code as "storeCode", f.status, f.version, f.delivery_owner as "deliveryOwner",
      f.parcel_class as "parcelClass", f.promise_at as "promiseAt",
      (select coalesce(json_agg(json_build_object('order', l.order_id, 'line', l.line_no, 'channel', o.channel,
          'externalNo', o.external_no, 'sku', k.code, 'qty', l.qty - l.cancelled) order by l.order_id, l.line_no), '[]')
        from fulfilment_lines l join orders o on o.id = l.order_id join skus k on k.id = l.sku_id
        where l.fulfilment_id = f.id and l.cancelled < l.qty) as lines
    from fulfilment_orders f join stores s on s.id = f.store_id
    where f.id = any(${ids}::bigint[]) and f.status not in ('waiting_merge', 'open') order by f.id`;
  return { tasks, next };
}

async function changedParcels(
  db: Queryable,
  after: Cursor,
  limit: number,
): Promise<{ ids: number[]; next: Cursor }> {
  const rows = await db<{ xid: string; id: number; fulfilmentId: number }[]>`
    select xid::text as xid, id, fulfilment_id as "fulfilmentId" from events
    where (xid, id) > (${after.xid}::xid8, ${after.id}::bigint) and xid < log_horizon()
      and fulfilment_id is not null and at > now() - interval '2 days' and at < now() + interval '1 day'
    order by xid, id limit ${limit}`;
  const last = rows.at(-1);
  return {
    ids: [...new Set(rows.map((r) => r.fulfilmentId))],
    next: last ? { xid: last.xid, id: last.id } : after,
  };
}

export type RiderTask = {
  id: number;
  riderCode: string;
  storeCode: string;
  fulfilmentId: number;
  status: string;
  version: number;
  promiseAt: number;
  dropLngE6: number | null;
  dropLatE6: number | null;
  pickLngE6: number;
  pickLatE6: number;
  ready: boolean;
};

/** Riders' tasks whose parcel changed since a cursor. */
export async function listRiderTasks(
  db: Queryable,
  after: Cursor,
  limit: number,
): Promise<{ tasks: RiderTask[]; next: Cursor }> {
  const { ids, next } = await changedParcels(db, after, limit);
  if (ids.length === 0) return { tasks: [], next };
  const tasks = await db<RiderTask[]>`
    select t.id, r.code as "riderCode", s.code as "storeCode", t.fulfilment_id as "fulfilmentId", t.status, t.version,
      t.promise_at as "promiseAt", f.lng_e6 as "dropLngE6", f.lat_e6 as "dropLatE6", s.lng_e6 as "pickLngE6",
      s.lat_e6 as "pickLatE6", f.status in ('ready', 'handed_over', 'fulfilled') as ready
    from delivery_tasks t
    join fulfilment_orders f on f.id = t.fulfilment_id join riders r on r.id = t.rider_id
      join stores s on s.id = t.store_id
    where t.fulfilment_id = any(${ids}::bigint[]) order by t.id`;
  return { tasks, next };
}

export type Ping = { riderCode: string; lngE6: number; latE6: number; at: number; online: boolean };

/** Where riders are now. An older position never overwrites a newer one, and none is newer than now: a phone's clock may run ahead. */
export async function savePings(db: Queryable, pings: readonly Ping[]): Promise<void> {
  if (pings.length === 0) return;
  const newest = new Map<string, Ping>();
  for (const p of pings) if ((newest.get(p.riderCode)?.at ?? 0) <= p.at) newest.set(p.riderCode, p);
  const rows = [...newest.values()].sort((a, b) => (a.riderCode < b.riderCode ? -1 : 1));
  // Locked by id, as by who gives them parcels.
  await db`
    with p as (
      select * from unnest(${rows.map((p) => p.riderCode)}::text[],
        ${rows.map((p) => p.lngE6)}::int[], ${rows.map((p) => p.latE6)}::int[],
        ${rows.map((p) => at(p.at))}::timestamptz[],
        ${rows.map((p) => (p.online ? "t" : "f"))}::text[]::bool[]) as p (code, lng, lat, at, online)
    ), o as materialized (
      select id, code from riders where code in (select code from p) order by id for update
    )
    update riders r set lng_e6 = p.lng, lat_e6 = p.lat, ping_at = least(p.at, now()), online = p.online
    from p join o using (code)
    where r.id = o.id and (r.ping_at is null or r.ping_at < least(p.at, now()) or r.ping_at > now())`;
}

/** Which of these parcels lie in which store, and which of these tasks are whose. */
export async function ownersOf(
  tx: Queryable,
  fulfilmentIds: readonly number[],
  taskIds: readonly number[],
): Promise<{ kind: "parcel" | "task"; id: number; code: string }[]> {
  return await tx<{ kind: "parcel" | "task"; id: number; code: string }[]>`
    select 'parcel' as kind, f.id, s.code from fulfilment_orders f join stores s on s.id = f.store_id
      where f.id = any(${[...fulfilmentIds]}::bigint[])
    union all
    select 'task', t.id, r.code from delivery_tasks t join riders r on r.id = t.rider_id
      where t.id = any(${[...taskIds]}::bigint[])`;
}
