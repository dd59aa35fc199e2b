import type { Phase } from "@/server/domain/orders/phase";
import type { Queryable } from "../../client";

type Cell = { storeId: number; skuId: number };

export type CellFactsRow = Cell & {
  storeName: string;
  code: string;
  barcode: string;
  name: string;
  category: string;
  zone: string;
  unit: "piece" | "gram";
  portion: number;
  costFen: number;
  priceFen: number;
  onHand: number;
  reserved: number;
  picked: number;
  safety: number;
  frozen: number;
  quarantine: number;
  inTransit: number;
  dedicated: number;
  debt: number;
  stopped: boolean;
};

/** Shelves with what the article and the store are called. */
export async function readCells(db: Queryable, cells: readonly Cell[]): Promise<CellFactsRow[]> {
  if (cells.length === 0) return [];
  return await db<CellFactsRow[]>`
    select s.store_id as "storeId", s.sku_id as "skuId", o.name as "storeName", k.code, k.barcode, k.name, k.category,
      k.zone::text as zone, k.unit, k.portion, k.cost_fen as "costFen", k.price_fen as "priceFen",
      s.on_hand as "onHand",
      s.reserved, s.picked, s.safety, s.frozen, s.quarantine, s.in_transit as "inTransit", s.dedicated, s.debt,
      s.stopped
    from stock s join skus k on k.id = s.sku_id join stores o on o.id = s.store_id
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as n (store_id, sku_id)
      on n.store_id = s.store_id and n.sku_id = s.sku_id
    order by s.store_id, k.code`;
}

export type PublishedRow = {
  accountId: number;
  wanted: number;
  version: number;
  dirtyAt: number | null;
  changedAt: number;
  sentAt: number | null;
  ackedVersion: number;
  ackedValue: number | null;
  ackedAt: number | null;
  tries: number;
  fault: string | null;
  blocked: boolean;
};

/** What the channels show of one shelf. */
export async function listPublished(
  db: Queryable,
  { storeId, skuId }: Cell,
): Promise<PublishedRow[]> {
  return await db<PublishedRow[]>`
    select account_id as "accountId", wanted, version, dirty_at as "dirtyAt", changed_at as "changedAt",
      sent_at as "sentAt",
      acked_version as "ackedVersion", acked_value as "ackedValue", acked_at as "ackedAt", tries, fault, blocked
    from published where store_id = ${storeId} and sku_id = ${skuId} and kind = 'stock' order by account_id`;
}

export type ClaimRow = {
  orderId: number;
  channel: string;
  daySeq: number | null;
  externalNo: string;
  phase: Phase;
  promiseAt: number | null;
  state: "held" | "confirmed" | "picked";
  qty: number;
  picked: number;
  per: number;
  expiresAt: number | null;
};

/** Orders that are promised goods of a shelf, the earliest promise first. */
export async function listClaims(
  db: Queryable,
  { storeId, skuId }: Cell,
  limit: number,
): Promise<ClaimRow[]> {
  return await db<ClaimRow[]>`
    select o.id as "orderId", o.channel, o.day_seq as "daySeq", o.external_no as "externalNo", o.phase,
      o.promise_at as "promiseAt", r.state, r.qty, r.picked, r.per, r.expires_at as "expiresAt"
    from reservations r join orders o on o.id = r.order_id
    where r.store_id = ${storeId} and r.sku_id = ${skuId} and r.state in ('held', 'confirmed', 'picked')
    order by o.promise_at nulls last, o.id, r.line_no, r.part limit ${limit}`;
}

export type CheckoutRow = { accountName: string; channel: string; qty: number; expiresAt: number };

/** Checkouts that hold goods of a shelf, the one that ends first on top. */
export async function listCheckouts(
  db: Queryable,
  { storeId, skuId }: Cell,
  limit: number,
): Promise<CheckoutRow[]> {
  return await db<CheckoutRow[]>`
    select a.name as "accountName", a.channel, h.qty, h.expires_at as "expiresAt"
    from stock_holds h join channel_accounts a on a.id = h.account_id
    where h.store_id = ${storeId} and h.sku_id = ${skuId} and h.state = 'held' and h.qty > 0
    order by h.expires_at limit ${limit}`;
}

export type LedgerRow = {
  seq: number;
  kind: string;
  delta: number;
  quarantineDelta: number;
  transitDelta: number;
  ref: string;
  reason: string;
  actor: string;
  at: number;
  /** On hand after it. */
  balance: number;
};

/** What moved on a shelf, newest first, each with what lay there afterwards. */
export async function listMoves(
  db: Queryable,
  { storeId, skuId }: Cell,
  { before, limit }: { before: number | null; limit: number },
): Promise<LedgerRow[]> {
  return await db<LedgerRow[]>`
    select m.seq, m.kind, m.delta, m."quarantineDelta", m."transitDelta", m.ref, m.reason, m.at, m.balance,
      coalesce(u.name, m.actor) as actor
    from (
      select l.seq, l.kind, l.delta, l.quarantine_delta as "quarantineDelta", l.transit_delta as "transitDelta", l.ref,
        l.reason, l.actor, l.at,
        (s.on_hand - coalesce(sum(l.delta)
          over (order by l.seq desc rows between unbounded preceding and 1 preceding), 0))::int as balance
      from stock_ledger l join stock s using (store_id, sku_id)
      where l.store_id = ${storeId} and l.sku_id = ${skuId}
    ) m left join users u on u.id = m.actor
    where ${before}::bigint is null or m.seq < ${before}::bigint
    order by m.seq desc limit ${limit}`;
}

export type RestockRow = {
  id: number;
  qty: number;
  state: string;
  warehouseNo: string | null;
  fault: string | null;
  createdBy: string;
  createdAt: number;
};
export type CountRow = { id: number; reason: string; openedBy: string; openedAt: number };

/** Goods asked of the warehouse for a shelf, while they are not here. */
export async function findRestock(
  db: Queryable,
  { storeId, skuId }: Cell,
): Promise<RestockRow | null> {
  const [row] = await db<RestockRow[]>`
    select r.id, r.qty, r.state, r.warehouse_no as "warehouseNo", r.fault,
      coalesce(u.name, r.created_by) as "createdBy",
      r.created_at as "createdAt"
    from restock_requests r left join users u on u.id = r.created_by
    where r.store_id = ${storeId} and r.sku_id = ${skuId} and r.ended_at is null`;
  return row ?? null;
}

/** The open task to count a shelf. */
export async function findCount(db: Queryable, { storeId, skuId }: Cell): Promise<CountRow | null> {
  const [row] = await db<CountRow[]>`
    select t.id, t.reason, coalesce(u.name, t.opened_by) as "openedBy", t.opened_at as "openedAt"
    from count_tasks t left join users u on u.id = t.opened_by
    where t.store_id = ${storeId} and t.sku_id = ${skuId} and t.closed_at is null`;
  return row ?? null;
}

export type OrderNameRow = {
  id: number;
  channel: string;
  daySeq: number | null;
  externalNo: string;
  phase: Phase;
  promiseAt: number | null;
};

/** What orders are called, for a list of links. */
export async function listOrderNames(
  db: Queryable,
  ids: readonly number[],
): Promise<OrderNameRow[]> {
  if (ids.length === 0) return [];
  return await db<OrderNameRow[]>`
    select id, channel, day_seq as "daySeq", external_no as "externalNo", phase, promise_at as "promiseAt"
    from orders where id = any(${[...ids]}::bigint[]) order by promise_at nulls last, id`;
}
