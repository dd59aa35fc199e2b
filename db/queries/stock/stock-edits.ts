import type { TableRows } from "@/db/bulk";
import type { Queryable, Tx } from "@/db/client";
import type { IdSource } from "@/db/ids";
import {
  type Cellish,
  cellSubject,
  type LedgerInsert,
  type ShelfChange,
  sumChanges,
} from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import { type Becoming, freeIfSold, missing } from "./free";
import { fitQuotas } from "./stock";

/** Open a count task for each shelf that has none. */
export async function openCounts(
  tx: Tx,
  ids: IdSource,
  { rows, by }: { rows: readonly (Cellish & { reason: string })[]; by: string },
): Promise<void> {
  if (rows.length === 0) return;
  const fresh = await ids.take(rows.length);
  await tx`
    insert into count_tasks (id, store_id, sku_id, reason, opened_by)
    select * from unnest(${rows.map((_, i) => present(fresh[i], "task id"))}::bigint[],
      ${rows.map((r) => r.storeId)}::int[],
      ${rows.map((r) => r.skuId)}::int[], ${rows.map((r) => r.reason)}::text[], ${rows.map(() => by)}::text[])
    on conflict (store_id, sku_id) where closed_at is null do nothing`;
}

/** Somebody counted: the task is over, and so is what reports said against the books before. */
export async function closeCounts(
  tx: Tx,
  rows: readonly (Cellish & { counted: number })[],
  by: string,
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update count_tasks t set closed_at = now(), closed_by = ${by}, counted = n.counted
    from unnest(${rows.map((r) => r.storeId)}::int[], ${rows.map((r) => r.skuId)}::int[],
      ${rows.map((r) => r.counted)}::int[])
      as n (store_id, sku_id, counted)
    where t.store_id = n.store_id and t.sku_id = n.sku_id and t.closed_at is null`;
  await tx`
    update exception_cases e set closed_at = now(), closed_by = ${by}, outcome = '已盘点 ' || n.counted
    from unnest(${rows.map(cellSubject)}::text[], ${rows.map((r) => r.counted)}::int[])
      as n (subject, counted)
    where e.code = 'STOCK_CONFLICT' and e.subject = n.subject and e.closed_at is null`;
}

const CHANGED: Becoming = {
  onHand: "s.on_hand + n.d_hand",
  quarantine: "s.quarantine + n.d_quarantine",
  safety: "coalesce(n.safety, s.safety)",
  frozen: "coalesce(n.frozen, s.frozen)",
};

/** Write what happened to locked shelves. A fact: goods that are promised and not there become a debt. */
export async function changeShelves(tx: Tx, changes: readonly ShelfChange[]): Promise<void> {
  const rows = sumChanges(changes);
  if (rows.length === 0) return;
  const tight = await tx<Cellish[]>`
    with n as (
      select * from unnest(
        ${rows.map((r) => r.storeId)}::int[], ${rows.map((r) => r.skuId)}::int[], ${rows.map((r) => r.onHand)}::int[],
        ${rows.map((r) => r.quarantine)}::int[], ${rows.map((r) => r.inTransit)}::int[],
        ${rows.map((r) => r.safety)}::int[],
        ${rows.map((r) => r.frozen)}::int[],
        ${rows.map((r) => (r.stopped === null ? null : r.stopped ? "t" : "f"))}::text[]::bool[]
      ) as n (store_id, sku_id, d_hand, d_quarantine, d_transit, safety, frozen, stopped)
    ), u as (
      update stock s set on_hand = s.on_hand + n.d_hand, quarantine = s.quarantine + n.d_quarantine,
        in_transit = s.in_transit + n.d_transit, safety = coalesce(n.safety, s.safety),
        frozen = coalesce(n.frozen, s.frozen),
        stopped = coalesce(n.stopped, s.stopped),
        debt = ${missing(tx, CHANGED)}, dedicated = least(s.dedicated, ${freeIfSold(tx, CHANGED)}),
        version = s.version + 1
      from n where s.store_id = n.store_id and s.sku_id = n.sku_id
      returning s.store_id, s.sku_id, s.dedicated
    )
    select u.store_id as "storeId", u.sku_id as "skuId" from u
    where u.dedicated < (select sum(q.qty) from stock_quotas q where q.store_id = u.store_id and q.sku_id = u.sku_id)`;
  if (tight.length > 0) await fitQuotas(tx, tight);
}

export const moveRows = (rows: readonly LedgerInsert[]): TableRows => ({
  table: "stock_ledger",
  columns: [
    "store_id int",
    "sku_id int",
    "kind text",
    "delta int",
    "quarantine_delta int",
    "transit_delta int",
    "ref text",
    "reason text",
    "actor text",
  ],
  rows: rows.map((r) => [
    r.storeId,
    r.skuId,
    r.kind,
    r.delta,
    r.quarantineDelta,
    r.transitDelta,
    r.ref,
    r.reason,
    r.actor,
  ]),
});

/** Which of these moves are in the books already: a sender may tell a move twice. */
export async function findMoves(
  db: Queryable,
  rows: readonly Pick<LedgerInsert, "storeId" | "skuId" | "kind" | "ref">[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const found = await db<{ key: string }[]>`
    select l.store_id || ':' || l.sku_id || ':' || l.kind || ':' || l.ref as key from stock_ledger l
    join unnest(${rows.map((r) => r.storeId)}::int[], ${rows.map((r) => r.skuId)}::int[],
      ${rows.map((r) => r.kind)}::text[],
      ${rows.map((r) => r.ref)}::text[]) as n (store_id, sku_id, kind, ref)
      on l.store_id = n.store_id and l.sku_id = n.sku_id and l.kind = n.kind and l.ref = n.ref`;
  return new Set(found.map((f) => f.key));
}

/**
 * What the books said at a position of the ledger, or at a moment. On hand as of then: what is there now less what has
 * moved since. What an earlier look at the shelf found belongs to when it was looked at, however late it was written down:
 * reports that waited would each take the same difference off again.
 *
 * @param at `position` is `xid:seq` that the sender had applied; null goes by the moment, epoch milliseconds
 */
export async function bookedAt(
  db: Queryable,
  { storeId, skuIds }: { storeId: number; skuIds: readonly number[] },
  { position, asOf }: { position: string | null; asOf: number },
): Promise<Map<number, number>> {
  const [xid, seq] = position === null ? [null, null] : position.split(":");
  const since =
    position === null
      ? db`l.at > ${asOf}::timestamptz`
      : db`(l.xid, l.seq) > (${xid ?? "0"}::xid8, ${seq ?? "0"}::bigint)`;
  const rows = await db<{ skuId: number; booked: number }[]>`
    select s.sku_id as "skuId", (s.on_hand - coalesce((select sum(l.delta) from stock_ledger l
      where l.store_id = s.store_id and l.sku_id = s.sku_id and ${since}
        and not case when l.kind = 'adjust' and l.ref ~ '^report:[0-9]+$' then exists (select from stock_reports r
          where r.id = substr(l.ref, 8)::bigint and r.as_of <= ${asOf}::timestamptz) else false end), 0))::int as booked
    from stock s where s.store_id = ${storeId} and s.sku_id = any(${[...skuIds]}::int[])`;
  return new Map(rows.map((r) => [r.skuId, r.booked]));
}
