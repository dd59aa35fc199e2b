import { arrayLiteral, at, type Cell, type TableRows } from "@/db/bulk";
import type { Db, Queryable, Tx } from "@/db/client";
import type { Cellish, HoldRow, NewHold, Reserve } from "@/server/domain/inventory";
import { isAwake } from "../orders/parked";
import { unquestionedText } from "./free";

/** What a checkout calls its hold. */
type HoldKey = { accountId: number; holdKey: string };
type HoldWanted = { accountId: number; holdKey: string; orderId: number };
type HoldTaken = { orderId: number; storeId: number; skuId: number; qty: number };

/**
 * Orders take over what their checkouts held. The goods stay reserved on their cells: whoever calls promises them to the
 * order or gives them back. A hold that has ended is not among them.
 */
export async function takeHolds(tx: Tx, wanted: readonly HoldWanted[]): Promise<HoldTaken[]> {
  if (wanted.length === 0) return [];
  return await tx<HoldTaken[]>`
    with n as (
      select * from unnest(${wanted.map((w) => w.accountId)}::int[], ${wanted.map((w) => w.holdKey)}::text[],
        ${wanted.map((w) => w.orderId)}::bigint[]) as n (account_id, hold_key, order_id)
    ), mine as (
      select h.account_id, h.hold_key, h.store_id, h.sku_id, n.order_id from stock_holds h
        join n using (account_id, hold_key)
      where h.state = 'held' order by h.account_id, h.hold_key, h.store_id, h.sku_id for update of h
    )
    update stock_holds h set state = 'consumed', order_id = m.order_id from mine m
    where h.account_id = m.account_id and h.hold_key = m.hold_key and h.store_id = m.store_id and h.sku_id = m.sku_id
    returning h.order_id as "orderId", h.store_id as "storeId", h.sku_id as "skuId", h.qty`;
}

const COLUMNS = (
  sql: Queryable,
) => sql`account_id as "accountId", hold_key as "holdKey", store_id as "storeId",
  sku_id as "skuId", qty, asked, state, expires_at as "expiresAt", extended`;

/** What these keys hold already. */
export async function findHolds(db: Queryable, keys: readonly HoldKey[]): Promise<HoldRow[]> {
  if (keys.length === 0) return [];
  return await db<HoldRow[]>`
    select ${COLUMNS(db)} from stock_holds
    where (account_id, hold_key) in (
      select * from unnest(${keys.map((k) => k.accountId)}::int[], ${keys.map((k) => k.holdKey)}::text[]))
    order by account_id, hold_key, store_id, sku_id`;
}

export const holdRows = (rows: readonly NewHold[]): TableRows => ({
  table: "stock_holds",
  columns: [
    "account_id int",
    "hold_key text",
    "store_id int",
    "sku_id int",
    "qty int",
    "asked int",
    "expires_at timestamptz",
  ],
  rows: rows.map((r) => [
    r.accountId,
    r.holdKey,
    r.storeId,
    r.skuId,
    r.qty,
    r.asked,
    at(r.expiresAt),
  ]),
});

/** What checkouts are promised, what that takes of each shelf, and the event that tells of it. */
type WholeHold = { rows: readonly NewHold[]; reserve: readonly Reserve[]; event: TableRows };

/**
 * Promise all of these in one statement, which is one transaction: only if every shelf has enough for all of them, and no
 * channel has pieces of its own there. Shelves are locked in key order.
 *
 * @returns false when some shelf has too little: nothing was written, and who wants what has to be decided under the lock
 */
export async function holdWhole(
  db: Db,
  { rows: holds, reserve, event }: WholeHold,
): Promise<boolean> {
  const { rows } = holdRows(holds);
  const cells = reserve.map((r): Cell[] => [r.storeId, r.skuId, r.reserve]);
  const [found] = await db.unsafe<{ yes: boolean }[]>(
    HOLD_WHOLE,
    [
      ...[0, 1, 2].map((i) => arrayLiteral(cells, i)),
      ...[0, 1, 2, 3, 4, 5, 6].map((i) => arrayLiteral(rows, i)),
      ...event.columns.map((_, i) => arrayLiteral(event.rows, i)),
    ],
    { prepare: true },
  );
  return found?.yes === true;
}

const HOLD_WHOLE = `
  with n as (
    select * from unnest($1::int[], $2::int[], $3::int[]) as n (store_id, sku_id, qty)
  ), c as materialized (
    select n.qty, ${unquestionedText()} as free from stock s join n using (store_id, sku_id)
    order by s.store_id, s.sku_id for update of s
  ), y as materialized (
    select coalesce(bool_and(c.free >= c.qty), false) and count(*) = (select count(*) from n) as yes from c
  ), u as (
    update stock s set reserved = s.reserved + n.qty, version = s.version + 1 from n
    where s.store_id = n.store_id and s.sku_id = n.sku_id and (select yes from y)
  ), h as (
    insert into stock_holds (account_id, hold_key, store_id, sku_id, qty, asked, expires_at)
    select * from unnest($4::int[], $5::text[], $6::int[], $7::int[], $8::int[], $9::int[], $10::timestamptz[])
    where (select yes from y)
  ), e as (
    insert into events (id, kind, order_id, order_version, fulfilment_id, store_id, actor, payload)
    select * from unnest(
      $11::bigint[], $12::text[], $13::bigint[], $14::int[], $15::bigint[], $16::int[], $17::text[], $18::jsonb[])
    where (select yes from y)
  )
  select yes from y`;

/** Lock what a checkout still holds. */
export async function lockHolds(tx: Tx, keys: readonly HoldKey[]): Promise<HoldRow[]> {
  return await tx<HoldRow[]>`
    select ${COLUMNS(tx)} from stock_holds
    where state = 'held'
      and (account_id, hold_key) in (
        select * from unnest(${keys.map((k) => k.accountId)}::int[], ${keys.map((k) => k.holdKey)}::text[]))
    order by account_id, hold_key, store_id, sku_id for update`;
}

/** Lock what checkouts hold of these cells. */
export async function lockHoldsOf(tx: Tx, cells: readonly Cellish[]): Promise<HoldRow[]> {
  return await holdsOf(tx, cells, tx`for update`);
}

/** The same, unlocked: for looking ahead, never for deciding. */
export async function peekHoldsOf(db: Queryable, cells: readonly Cellish[]): Promise<HoldRow[]> {
  return await holdsOf(db, cells, db``);
}

async function holdsOf(
  db: Queryable,
  cells: readonly Cellish[],
  lock: ReturnType<typeof COLUMNS>,
): Promise<HoldRow[]> {
  if (cells.length === 0) return [];
  return await db<HoldRow[]>`
    select ${COLUMNS(db)} from stock_holds
    where state = 'held'
      and (store_id, sku_id) in (
        select * from unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]))
    order by account_id, hold_key, store_id, sku_id ${lock}`;
}

/** Lock some holds whose time is over; others may have some of them. */
export async function lockOverdueHolds(tx: Tx, job: string, limit: number): Promise<HoldRow[]> {
  return await tx<HoldRow[]>`
    with due as (
      select account_id, hold_key, store_id, sku_id from stock_holds h where state = 'held' and expires_at <= now()
        and ${isAwake(tx, job, "h.account_id || '|' || h.hold_key")}
      order by expires_at limit ${limit} for update skip locked
    )
    select ${COLUMNS(tx)} from stock_holds join due using (account_id, hold_key, store_id, sku_id)
    order by store_id, sku_id`;
}

type HeldRow = Pick<HoldRow, "accountId" | "holdKey" | "storeId" | "skuId">;

/** End holds that are locked. Their goods are the caller's to give back. */
export async function endHolds(tx: Tx, rows: readonly HeldRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update stock_holds h set state = 'released'
    from unnest(${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.holdKey)}::text[],
      ${rows.map((r) => r.storeId)}::int[],
      ${rows.map((r) => r.skuId)}::int[]) as n (account_id, hold_key, store_id, sku_id)
    where h.account_id = n.account_id and h.hold_key = n.hold_key and h.store_id = n.store_id and h.sku_id = n.sku_id
      and h.state = 'held'`;
}

/** Once, and only while it holds: more time to pay. @returns the new end, null when there is nothing to extend */
export async function extendHold(
  db: Queryable,
  { accountId, holdKey }: HoldKey,
  seconds: number,
): Promise<number | null> {
  const [row] = await db<{ until: number }[]>`
    update stock_holds set expires_at = expires_at + make_interval(secs => ${seconds}), extended = true
    where account_id = ${accountId} and hold_key = ${holdKey} and state = 'held' and not extended and expires_at > now()
    returning expires_at as until`;
  return row?.until ?? null;
}

/** Unpaid orders whose time is over. The order's lock, not this look, decides whether it was paid in time. */
export async function findOverdueOrders(
  db: Queryable,
  job: string,
  limit: number,
): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select order_id as id from reservations r
      where state = 'held' and expires_at <= now() and ${isAwake(db, job, "r.order_id::text")}
    group by order_id order by min(expires_at) limit ${limit}`;
  return rows.map((r) => r.id);
}

/** Once: more time for an order that waits for its money. @returns the new end, null when there is nothing to extend */
export async function extendOrderHold(
  db: Queryable,
  { accountId, externalNo }: { accountId: number; externalNo: string },
  seconds: number,
): Promise<number | null> {
  const [row] = await db<{ until: number }[]>`
    update reservations r set expires_at = expires_at + make_interval(secs => ${seconds}), extended = true
    from orders o
    where o.account_id = ${accountId} and o.external_no = ${externalNo} and r.order_id = o.id and r.state = 'held'
      and not r.extended and r.expires_at > now()
    returning r.expires_at as until`;
  return row?.until ?? null;
}
