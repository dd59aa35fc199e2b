import { at, type Cell, json, type TableRows } from "@/db/bulk";
import type { Tx } from "@/db/client";
import type { CandidateRow, MergeMember } from "@/server/domain/fulfilment";
import type { ParcelClass } from "@/server/domain/kernel/goods";
import type { Effects } from "@/server/domain/lifecycle";
import type { DeliveryOwner, Fulfil, Handshake } from "@/server/domain/orders/axes";

export type ParcelInsert = {
  id: number;
  storeId: number;
  lane: number;
  deliveryOwner: DeliveryOwner;
  parcelClass: ParcelClass;
  status: Fulfil;
  handshake: Handshake;
  promiseFrom: number | null;
  promiseAt: number;
  holdUntil: number | null;
  doorKey: string | null;
  lngE6: number | null;
  latE6: number | null;
  weightGrams: number;
  volumeMl: number;
  members: number;
  mergeable: boolean;
  mergeGroupId: number | null;
  releasedAt: number | null;
};
type ParcelLineInsert = {
  fulfilmentId: number;
  orderId: number;
  lineNo: number;
  skuId: number;
  qty: number;
};

const PARCEL_COLUMNS = [
  "id bigint",
  "store_id int",
  "lane smallint",
  "delivery_owner delivery_owner",
  "parcel_class parcel_class",
  "status fulfil",
  "handshake handshake",
  "promise_from timestamptz",
  "promise_at timestamptz",
  "hold_until timestamptz",
  "door_key bytea",
  "lng_e6 int",
  "lat_e6 int",
  "weight_grams int",
  "volume_ml int",
  "members smallint",
  "mergeable bool",
  "merge_group_id bigint",
  "released_at timestamptz",
];

export const parcelRows = (rows: readonly ParcelInsert[]): TableRows => ({
  table: "fulfilment_orders",
  columns: PARCEL_COLUMNS,
  rows: rows.map((p): Cell[] => [
    p.id,
    p.storeId,
    p.lane,
    p.deliveryOwner,
    p.parcelClass,
    p.status,
    p.handshake,
    at(p.promiseFrom),
    at(p.promiseAt),
    at(p.holdUntil),
    p.doorKey === null ? null : Buffer.from(p.doorKey, "hex"),
    p.lngE6,
    p.latE6,
    p.weightGrams,
    p.volumeMl,
    p.members,
    p.mergeable,
    p.mergeGroupId,
    at(p.releasedAt),
  ]),
});

export const parcelLineRows = (rows: readonly ParcelLineInsert[]): TableRows => ({
  table: "fulfilment_lines",
  columns: ["fulfilment_id bigint", "order_id bigint", "line_no smallint", "sku_id int", "qty int"],
  rows: rows.map((l) => [l.fulfilmentId, l.orderId, l.lineNo, l.skuId, l.qty]),
});

/** Nobody else may open or fill a parcel behind these doors until we are done: two batches never miss each other. */
export async function lockDoors(tx: Tx, doorKeys: readonly string[]): Promise<void> {
  const sorted = [...new Set(doorKeys)].sort();
  if (sorted.length === 0) return;
  await tx`select pg_advisory_xact_lock(hashtextextended(k, 7))
    from unnest(${sorted}::text[]) with ordinality as d (k, n) order by n`;
}

/**
 * Open parcels behind these doors whose picking has not begun. One query for a whole batch.
 *
 * @param most of them behind one door: those with room, then the newest. A pick-up point may have thousands
 * @param membersMax orders in one parcel; one that has so many is full
 */
export async function findOpenParcels(
  tx: Tx,
  doors: readonly { storeId: number; doorKey: string }[],
  { most, membersMax }: { most: number; membersMax: number },
): Promise<CandidateRow[]> {
  if (doors.length === 0) return [];
  return await tx<CandidateRow[]>`
    select distinct f.id, f.store_id as "storeId", f.parcel_class as "parcelClass", f.delivery_owner as "deliveryOwner",
      encode(f.door_key, 'hex') as "doorKey", f.promise_from as "promiseFrom", f.promise_at as "promiseAt",
      f.weight_grams as "weightGrams", f.volume_ml as "volumeMl", f.merge_group_id as "mergeGroupId", f.status,
      f.version,
      o.id as "orderId", o.external_no as "externalNo", o.channel, o.day_seq as "daySeq",
      encode(o.phone_key, 'hex') as "phoneKey", encode(o.mask_key, 'hex') as "maskKey", o.name_masked as "nameMasked",
      o.tags, o.holds,
      (select array_agg(distinct g.order_id) from fulfilment_lines g
        where g.fulfilment_id = f.id and g.cancelled = g.qty) as "leftIds"
    from (select distinct * from
      unnest(${doors.map((d) => d.storeId)}::int[], ${doors.map((d) => `\\x${d.doorKey}`)}::text[]::bytea[]) as d
        (store_id, door_key)) as k
    join lateral (
      select * from fulfilment_orders p
      where p.store_id = k.store_id and p.door_key = k.door_key and p.door_key is not null
        and p.status in ('waiting_merge', 'open', 'released') and p.mergeable
      order by p.members >= ${membersMax}, p.id desc limit ${most}
    ) f on true
    join fulfilment_lines l on l.fulfilment_id = f.id and l.cancelled < l.qty
    join orders o on o.id = l.order_id
    order by f.id, o.id`;
}

/**
 * Lock the orders in these parcels, then the parcels, each in id order: what a batch of new orders needs of old ones.
 *
 * @returns version by parcel id, as locked
 */
export async function lockCandidates(
  tx: Tx,
  rows: readonly CandidateRow[],
): Promise<Map<number, number>> {
  if (rows.length === 0) return new Map();
  const orders = [...new Set(rows.map((r) => r.orderId))];
  const parcels = [...new Set(rows.map((r) => r.id))];
  // One behind the other on one connection: the orders are locked before the parcels are asked for.
  const [, locked] = await Promise.all([
    tx`select 1 from orders where id = any(${orders}::bigint[]) order by id for update`,
    tx<{ id: number; version: number }[]>`
      select id, version from fulfilment_orders where id = any(${parcels}::bigint[]) order by id for update`,
  ]);
  return new Map(locked.map((p) => [p.id, p.version]));
}

type ParcelGrowth = {
  id: number;
  weightGrams: number;
  volumeMl: number;
  members: number;
  promiseFrom: number | null;
  promiseAt: number;
  mergeGroupId: number;
};

/** A parcel after other orders' goods joined it. */
export async function growParcels(tx: Tx, rows: readonly ParcelGrowth[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update fulfilment_orders f set weight_grams = g.weight, volume_ml = g.volume, members = g.members,
      promise_from = g.promise_from, promise_at = g.promise_at, merge_group_id = g.merge_group_id,
      version = f.version + 1
    from unnest(
      ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.weightGrams)}::int[],
      ${rows.map((r) => r.volumeMl)}::int[],
      ${rows.map((r) => r.members)}::smallint[], ${rows.map((r) => at(r.promiseFrom))}::timestamptz[],
      ${rows.map((r) => at(r.promiseAt))}::timestamptz[], ${rows.map((r) => r.mergeGroupId)}::bigint[]
    ) as g (id, weight, volume, members, promise_from, promise_at, merge_group_id)
    where f.id = g.id`;
}

/** These parcels go to another door. */
export async function moveParcels(tx: Tx, rows: Effects["doors"]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update fulfilment_orders f set door_key = decode(n.door, 'hex'), lng_e6 = n.lng, lat_e6 = n.lat,
      mergeable = f.delivery_owner = 'self' and n.door is not null
    from unnest(${rows.map((r) => r.parcelId)}::bigint[], ${rows.map((r) => r.doorKey)}::text[],
      ${rows.map((r) => r.lngE6)}::int[], ${rows.map((r) => r.latE6)}::int[]) as n (id, door, lng, lat)
    where f.id = n.id`;
}

/** Record who is in a merged parcel and why; later members are added to the same group. */
export async function recordMerges(
  tx: Tx,
  groups: readonly {
    id: number;
    fulfilmentId: number;
    ruleVersion: string;
    members: MergeMember[];
  }[],
): Promise<void> {
  if (groups.length === 0) return;
  await tx`
    insert into merge_groups as g (id, fulfilment_id, rule_version, members)
    select * from unnest(
      ${groups.map((g) => g.id)}::bigint[], ${groups.map((g) => g.fulfilmentId)}::bigint[],
      ${groups.map((g) => g.ruleVersion)}::text[], ${groups.map((g) => json(g.members))}::text[]::jsonb[]
    ) on conflict (id) do update set members = g.members || excluded.members`;
}

/** The other members' orders change as well: their version goes up, their history gets its line. */
export async function bumpOrders(tx: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await tx<{ id: number; version: number }[]>`
    update orders set version = version + 1 where id = any(${[...ids]}::bigint[]) returning id, version`;
  return new Map(rows.map((r) => [r.id, r.version]));
}
