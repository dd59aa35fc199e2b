import { at, type TableRows } from "@/db/bulk";
import type { Queryable, Tx } from "@/db/client";
import {
  type Cellish,
  type QuotaRow,
  type ReservationInsert,
  type StockCell,
  trimQuotas,
  uniqueCells,
} from "@/server/domain/inventory";
import type { StockChange } from "@/server/domain/lifecycle";
import { type Becoming, freeIfSold, missing } from "./free";

const CELL = (
  db: Queryable,
) => db`s.store_id as "storeId", s.sku_id as "skuId", s.on_hand as "onHand", s.reserved, s.picked,
  s.safety, s.frozen, s.quarantine, s.dedicated, s.debt, s.stopped`;

/** Shelves that nobody has opened: what a till sold of them was there. In the order of their keys, like every lock on them. */
export async function openShelves(tx: Tx, named: readonly Cellish[]): Promise<void> {
  const cells = uniqueCells(named);
  if (cells.length === 0) return;
  await tx`
    insert into stock (store_id, sku_id, on_hand, opening_pieces)
    select k.store_id, k.sku_id, 0, 0
    from unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
    order by 1, 2 on conflict do nothing`;
}

/** Lock stock rows in (store, sku) order, each once: two batches can wait for each other but never in a circle. */
export async function lockStock(tx: Tx, named: readonly Cellish[]): Promise<StockCell[]> {
  const cells = uniqueCells(named);
  if (cells.length === 0) return [];
  return await tx<StockCell[]>`
    select ${CELL(tx)}
    from stock s
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      on s.store_id = k.store_id and s.sku_id = k.sku_id
    order by s.store_id, s.sku_id for update of s`;
}

/**
 * Promise goods of locked rows. The table's CHECK has the last word. What is off the shelf already is a fact, and may leave
 * promises without goods.
 */
export async function reserveStock(
  tx: Tx,
  changes: readonly (Cellish & { reserve: number; bag?: number; found?: number })[],
): Promise<void> {
  await changeStock(
    tx,
    changes.map(({ storeId, skuId, reserve, bag = 0, found = 0 }) => ({
      storeId,
      skuId,
      reserved: reserve,
      picked: bag,
      onHand: found,
      isFact: bag > 0,
    })),
  );
}

const MOVED: Becoming = {
  onHand: "s.on_hand + c.on_hand",
  reserved: "s.reserved + c.reserved",
  picked: "s.picked + c.picked",
};

/**
 * Move promised and real goods of locked rows. A debt is paid off as promises are freed; only a fact about the shelf may
 * make one. Channels' own pieces shrink with what is left.
 */
export async function changeStock(tx: Tx, changes: readonly StockChange[]): Promise<void> {
  if (changes.length === 0) return;
  const tight = await tx<Cellish[]>`
    with u as (
      update stock s set reserved = s.reserved + c.reserved, picked = s.picked + c.picked,
        on_hand = s.on_hand + c.on_hand,
        debt = case when c.fact then ${missing(tx, MOVED)} else least(s.debt, ${missing(tx, MOVED)}) end,
        dedicated = least(s.dedicated, ${freeIfSold(tx, MOVED)}),
        version = s.version + 1
      from unnest(
        ${changes.map((c) => c.storeId)}::int[], ${changes.map((c) => c.skuId)}::int[],
        ${changes.map((c) => c.reserved)}::int[],
        ${changes.map((c) => c.picked)}::int[], ${changes.map((c) => c.onHand)}::int[],
        ${changes.map((c) => (c.isFact ? "t" : "f"))}::text[]::bool[]
      ) as c (store_id, sku_id, reserved, picked, on_hand, fact)
      where s.store_id = c.store_id and s.sku_id = c.sku_id
      returning s.store_id, s.sku_id, s.dedicated
    )
    select u.store_id as "storeId", u.sku_id as "skuId" from u
    where u.dedicated < (select sum(q.qty) from stock_quotas q where q.store_id = u.store_id and q.sku_id = u.sku_id)`;
  if (tight.length > 0) await fitQuotas(tx, tight);
}

/** Bring the quotas of locked cells down to what the cells still have for single channels. */
export async function fitQuotas(tx: Tx, cells: readonly Cellish[]): Promise<void> {
  const rows = await tx<
    (Cellish & { accountId: number; qty: number; rank: number; dedicated: number })[]
  >`
    select q.store_id as "storeId", q.sku_id as "skuId", q.account_id as "accountId", q.qty, s.dedicated,
      coalesce(p.rank, 10)::int as rank
    from stock_quotas q
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      using (store_id, sku_id)
    join stock s using (store_id, sku_id) left join promise_rules p on p.account_id = q.account_id`;
  const fitted = cells.flatMap((cell) => {
    const mine = rows.filter((r) => r.storeId === cell.storeId && r.skuId === cell.skuId);
    return trimQuotas(mine, mine[0]?.dedicated ?? 0).map((q) => ({ ...cell, ...q }));
  });
  await writeQuotas(tx, fitted);
}

/** Set quotas; the caller keeps `stock.dedicated` their sum. */
export async function writeQuotas(tx: Tx, rows: readonly QuotaRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into stock_quotas (store_id, sku_id, account_id, qty)
    select * from unnest(${rows.map((r) => r.storeId)}::int[], ${rows.map((r) => r.skuId)}::int[],
      ${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.qty)}::int[])
    on conflict (store_id, sku_id, account_id) do update set qty = excluded.qty`;
}

/** What channels sold of cells where somebody has pieces of his own: his own go first. Before the goods are promised. */
export async function sellFromQuotas(tx: Tx, sold: readonly QuotaRow[]): Promise<void> {
  if (sold.length === 0) return;
  await tx`
    with n as (
      select * from unnest(${sold.map((r) => r.storeId)}::int[], ${sold.map((r) => r.skuId)}::int[],
        ${sold.map((r) => r.accountId)}::int[], ${sold.map((r) => r.qty)}::int[]) as n (store_id, sku_id, account_id,
        sold)
    ), o as (
      select q.store_id, q.sku_id, q.account_id, least(q.qty, n.sold) as take from stock_quotas q
      join n using (store_id, sku_id, account_id) where q.qty > 0 and n.sold > 0
    ), u as (
      update stock_quotas q set qty = q.qty - o.take from o
      where q.store_id = o.store_id and q.sku_id = o.sku_id and q.account_id = o.account_id returning 1
    )
    update stock s set dedicated = s.dedicated - t.take
    from (select store_id, sku_id, sum(take)::int as take from o group by 1, 2) t
    where s.store_id = t.store_id and s.sku_id = t.sku_id and (select count(*) from u) > 0`;
}

export const reservationRows = (rows: readonly ReservationInsert[]): TableRows => ({
  table: "reservations",
  columns: [
    "order_id bigint",
    "line_no smallint",
    "part smallint",
    "store_id int",
    "sku_id int",
    "qty int",
    "per int",
    "state reservation_state",
    "expires_at timestamptz",
    "picked int",
  ],
  rows: rows.map((r) => [
    r.orderId,
    r.lineNo,
    r.part,
    r.storeId,
    r.skuId,
    r.qty,
    r.per,
    r.isPicked ? "picked" : r.expiresAt === null ? "confirmed" : "held",
    at(r.expiresAt),
    r.isPicked ? r.qty : 0,
  ]),
});

/** What channels have for themselves of these cells. */
export async function readQuotas(tx: Queryable, cells: readonly Cellish[]): Promise<QuotaRow[]> {
  if (cells.length === 0) return [];
  return await tx<QuotaRow[]>`
    select q.store_id as "storeId", q.sku_id as "skuId", q.account_id as "accountId", q.qty from stock_quotas q
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      using (store_id, sku_id) where q.qty > 0`;
}

/** These cells as they are, unlocked: for looking ahead, never for deciding. */
export async function peekStock(db: Queryable, named: readonly Cellish[]): Promise<StockCell[]> {
  const cells = uniqueCells(named);
  if (cells.length === 0) return [];
  return await db<StockCell[]>`
    select ${CELL(db)}
    from stock s
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      using (store_id, sku_id)`;
}

/** What single channels have of a locked cell, all together. */
export async function setDedicated(tx: Tx, cell: Cellish, dedicated: number): Promise<void> {
  await tx`
    update stock set dedicated = ${dedicated}, version = version + 1
    where store_id = ${cell.storeId} and sku_id = ${cell.skuId}`;
}
