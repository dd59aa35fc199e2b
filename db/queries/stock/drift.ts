import type { Queryable, Tx } from "@/db/client";
import { type Cellish, DRIFT_FIELDS, type Drift, type DriftField } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { type Becoming, freeIfSold, missing } from "./free";

type Raw = Cellish & Record<DriftField, number> & Record<`${DriftField}True`, number>;

/**
 * Compare cells with what they are the sum of: live promises, the ledger, the channels' own pieces. One statement, one
 * snapshot: what it finds is wrong, not on its way.
 */
export async function findDrift(db: Queryable, cells: readonly Cellish[]): Promise<Drift[]> {
  if (cells.length === 0) return [];
  const rows = await db<Raw[]>`
    select * from (
      select s.store_id as "storeId", s.sku_id as "skuId", s.reserved, s.picked, s.on_hand as "onHand", s.quarantine,
        s.in_transit as "inTransit", s.dedicated,
        (coalesce(r.shelf, 0) + coalesce(h.held, 0))::int as "reservedTrue", coalesce(r.bag, 0)::int as "pickedTrue",
        (s.opening_pieces + coalesce(l.moved, 0))::int as "onHandTrue", coalesce(l.aside, 0)::int as "quarantineTrue",
        coalesce(l.coming, 0)::int as "inTransitTrue", coalesce(q.own, 0)::int as "dedicatedTrue"
      from unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      join stock s using (store_id, sku_id)
      left join lateral (select sum(qty - picked) as shelf, sum(picked) as bag from reservations r
        where r.store_id = s.store_id and r.sku_id = s.sku_id and r.state in ('held', 'confirmed', 'picked')) r on true
      left join lateral (select sum(qty) as held from stock_holds h
        where h.store_id = s.store_id and h.sku_id = s.sku_id and h.state = 'held') h on true
      left join lateral (select sum(delta) as moved, sum(quarantine_delta) as aside, sum(transit_delta) as coming
        from stock_ledger l where l.store_id = s.store_id and l.sku_id = s.sku_id) l on true
      left join lateral (select sum(qty) as own from stock_quotas q
        where q.store_id = s.store_id and q.sku_id = s.sku_id) q on true
    ) d where ("reserved", "picked", "onHand", "quarantine", "inTransit", "dedicated")
      is distinct from ("reservedTrue", "pickedTrue", "onHandTrue", "quarantineTrue", "inTransitTrue",
      "dedicatedTrue")`;
  return rows.map((row) => ({
    storeId: row.storeId,
    skuId: row.skuId,
    fields: DRIFT_FIELDS.filter((f) => row[f] !== row[`${f}True`]).map((field) => ({
      field,
      books: row[field],
      truth: row[`${field}True`],
    })),
  }));
}

/** The database's own time, to be taken before a reading. */
export async function readNow(db: Queryable): Promise<number> {
  const [row] = await db<{ now: number }[]>`select clock_timestamp() as now`;
  return present(row, "time").now;
}

/** The cells after one, in key order: for going round all of them. */
export async function cellsAfter(db: Queryable, after: Cellish, limit: number): Promise<Cellish[]> {
  return await db<Cellish[]>`
    select store_id as "storeId", sku_id as "skuId" from stock
    where (store_id, sku_id) > (${after.storeId}::int, ${after.skuId}::int) order by store_id, sku_id limit ${limit}`;
}

/** Shelves that orders of these draw on. */
export async function cellsOfOrders(
  db: Queryable,
  orderIds: readonly number[],
): Promise<Cellish[]> {
  if (orderIds.length === 0) return [];
  return await db<Cellish[]>`
    select distinct store_id as "storeId", sku_id as "skuId" from reservations
      where order_id = any(${[...orderIds]}::bigint[])`;
}

const TRUE = {
  onHand: "coalesce(t.on_hand, s.on_hand)",
  reserved: "coalesce(t.reserved, s.reserved)",
  picked: "coalesce(t.picked, s.picked)",
  quarantine: "coalesce(t.quarantine, s.quarantine)",
} satisfies Becoming;

/** Write what a locked cell is the sum of into its row. Nothing else is touched. */
export async function writeTruth(tx: Tx, drift: Drift): Promise<void> {
  const to = Object.fromEntries(drift.fields.map((f) => [f.field, f.truth])) as Partial<
    Record<DriftField, number>
  >;
  const truth = (field: DriftField) => to[field] ?? null;
  await tx`
    update stock s set reserved = ${tx.unsafe(TRUE.reserved)}, picked = ${tx.unsafe(TRUE.picked)},
      on_hand = ${tx.unsafe(TRUE.onHand)}, quarantine = ${tx.unsafe(TRUE.quarantine)},
      in_transit = coalesce(t.in_transit, s.in_transit), debt = ${missing(tx, TRUE)},
      dedicated = least(coalesce(t.dedicated, s.dedicated), ${freeIfSold(tx, TRUE)}), version = s.version + 1
    from (select ${truth("reserved")}::int as reserved, ${truth("picked")}::int as picked,
      ${truth("onHand")}::int as on_hand,
      ${truth("quarantine")}::int as quarantine, ${truth("inTransit")}::int as in_transit,
      ${truth("dedicated")}::int as dedicated) t
    where s.store_id = ${drift.storeId} and s.sku_id = ${drift.skuId}`;
}

export async function insertCheck(db: Queryable, id: number, by: string): Promise<void> {
  await db`insert into stock_checks (id, asked_by) values (${id}, ${by})`;
}

export async function endCheck(
  db: Queryable,
  { id, cells, broken }: { id: number; cells: number; broken: number },
): Promise<void> {
  await db`update stock_checks set ended_at = now(), cells = ${cells}, broken = ${broken} where id = ${id}`;
}

/** The shelf an open case is about, so that it can be locked before the case. */
export async function findCellOfCase(tx: Tx, id: number, code: string): Promise<Cellish | null> {
  const [row] = await tx<{ data: Drift }[]>`
    select data from exception_cases where id = ${id} and code = ${code} and closed_at is null`;
  return row ? { storeId: row.data.storeId, skuId: row.data.skuId } : null;
}

/** An open case, locked. Its shelf is locked by the caller. */
export async function lockCase(
  tx: Tx,
  id: number,
  code: string,
): Promise<{ storeId: number; skuId: number; data: Drift } | null> {
  const [row] = await tx<{ data: Drift }[]>`
    select data from exception_cases where id = ${id} and code = ${code} and closed_at is null for update`;
  return row ? { ...row, storeId: row.data.storeId, skuId: row.data.skuId } : null;
}

export async function endCase(
  tx: Tx,
  id: number,
  { by, outcome }: { by: string; outcome: string },
): Promise<void> {
  await tx`
    update exception_cases set closed_at = now(), closed_by = ${by}, outcome = ${outcome}
    where id = ${id} and closed_at is null`;
}

/** A case that says something else by now. */
export async function rewriteCase(
  tx: Tx,
  id: number,
  { data, cause }: { data: Drift; cause: string },
): Promise<void> {
  await tx`update exception_cases set data = ${JSON.stringify(data)}::text::jsonb, cause = ${cause} where id = ${id}`;
}
