import type { OwedFor } from "@/server/domain/lifecycle";
import type { Queryable } from "../../client";
import { type Fragment, type OrderSearch, whereSearch } from "./order-filter";

export type OwedFilter = {
  state: "open" | "closed";
  /** Closed ones are asked for from this moment on. */
  sinceMs: number;
  channels: readonly string[];
  storeId: number | null;
  whys: readonly OwedFor[];
  search: OrderSearch | null;
};

/** Open ones: oldest first. Closed ones: last closed first. `micros`: the moment to the microsecond, since the epoch. */
export type OwedCursor = { micros: number; orderId: number; ref: string };

export type OwedListRow = {
  orderId: number;
  ref: string;
  lineNo: number | null;
  pieces: number;
  amountFen: number;
  backFen: number;
  why: OwedFor;
  at: number;
  closedAt: number | null;
  closedBy: string | null;
  note: string | null;
  article: string | null;
  channel: string;
  externalNo: string;
  daySeq: number | null;
  storeName: string | null;
  micros: number;
};

/** The condition of a filter over `owed w` and its order `o`. */
function whereOwed(db: Queryable, filter: OwedFilter): Fragment {
  const parts: Fragment[] = [
    filter.state === "open"
      ? db`w.closed_at is null`
      : db`w.closed_at >= ${filter.sinceMs}::timestamptz`,
  ];
  if (filter.channels.length > 0) parts.push(db`o.channel = any(${[...filter.channels]}::text[])`);
  if (filter.storeId !== null) parts.push(db`o.store_id = ${filter.storeId}`);
  if (filter.whys.length > 0) parts.push(db`w.why = any(${[...filter.whys]}::text[])`);
  if (filter.search) parts.push(whereSearch(db, filter.search));
  // An order that is named is found by the key of what it owes.
  if (filter.search?.kind === "id") parts.push(db`w.order_id = ${filter.search.id}`);
  return parts.reduce((all, part) => db`${all} and ${part}`);
}

/** Whether a filter asks for something that stands in the order. */
const isAboutOrders = ({ channels, storeId, search }: OwedFilter): boolean =>
  channels.length > 0 || storeId !== null || search !== null;

/**
 * Each row with its order, found by its key one by one. A plan that begins at the orders reads all of them, for rows that
 * are few whatever was sold; `offset` keeps it from being made.
 */
const withOrders = (db: Queryable): Fragment =>
  db`owed w cross join lateral (select * from orders n where n.id = w.order_id offset 0) o`;

/** What comes after a place, walking the index of its state: the parts that the index has not are a filter on it. */
function beyond(db: Queryable, { state }: OwedFilter, cursor: OwedCursor | null): Fragment {
  if (!cursor) return db`true`;
  const { micros, orderId, ref } = cursor;
  const place = db`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond',
    ${orderId}::bigint, ${ref}::text)`;
  return state === "open"
    ? db`(w.at, w.order_id, w.ref) > ${place}`
    : db`(w.closed_at, w.order_id, w.ref) < ${place}`;
}

/** One page of what is owed to buyers, or was. */
export async function listOwed(
  db: Queryable,
  filter: OwedFilter,
  { cursor, limit }: { cursor: OwedCursor | null; limit: number },
): Promise<OwedListRow[]> {
  const isOpen = filter.state === "open";
  const order = isOpen
    ? db`w.at, w.order_id, w.ref`
    : db`w.closed_at desc, w.order_id desc, w.ref desc`;
  const page = db`
    select w.*, o.channel, o.external_no, o.day_seq, o.store_id from ${withOrders(db)}
    where ${whereOwed(db, filter)} and ${beyond(db, filter, cursor)} order by ${order} limit ${limit}`;
  return await db<OwedListRow[]>`
    with w as (${page})
    select w.order_id as "orderId", w.ref, w.line_no as "lineNo", w.pieces, w.amount_fen as "amountFen",
      w.back_fen as "backFen", w.why, w.at, w.closed_at as "closedAt", coalesce(u.name, w.closed_by) as "closedBy",
      w.note, coalesce(k.name, l.external_name, l.external_sku) as article, w.channel, w.external_no as "externalNo",
      w.day_seq as "daySeq", s.name as "storeName",
      (extract(epoch from ${isOpen ? db`w.at` : db`w.closed_at`}) * 1000000)::bigint as micros
    from w
    left join order_lines l on l.order_id = w.order_id and l.line_no = w.line_no
    left join skus k on k.id = l.sku_id
    left join stores s on s.id = w.store_id
    left join users u on u.id = w.closed_by
    order by ${order}`;
}

type OwedTotals = {
  count: number;
  amountFen: number;
  /** Of it, what refunds have given back. */
  backFen: number;
  /** Open since before the moment asked about. */
  late: number;
};

/** How much it is under a filter, all pages together. */
export async function sumOwed(
  db: Queryable,
  filter: OwedFilter,
  lateBeforeMs: number,
): Promise<OwedTotals> {
  const rows = isAboutOrders(filter) ? withOrders(db) : db`owed w`;
  const [row] = await db<OwedTotals[]>`
    select count(*)::int as count, coalesce(sum(w.amount_fen), 0)::bigint as "amountFen",
      coalesce(sum(w.back_fen), 0)::bigint as "backFen",
      count(*) filter (where w.closed_at is null and w.at < ${lateBeforeMs}::timestamptz)::int as late
    from ${rows} where ${whereOwed(db, filter)}`;
  return row ?? { count: 0, amountFen: 0, backFen: 0, late: 0 };
}

export type OrderOwedRow = Pick<
  OwedListRow,
  | "ref"
  | "lineNo"
  | "pieces"
  | "amountFen"
  | "backFen"
  | "why"
  | "at"
  | "closedAt"
  | "closedBy"
  | "note"
  | "article"
>;

/** What one order owes or owed its buyer, the oldest first. */
export async function listOwedOfOrder(db: Queryable, orderId: number): Promise<OrderOwedRow[]> {
  return await db<OrderOwedRow[]>`
    select w.ref, w.line_no as "lineNo", w.pieces, w.amount_fen as "amountFen", w.back_fen as "backFen", w.why, w.at,
      w.closed_at as "closedAt", coalesce(u.name, w.closed_by) as "closedBy", w.note,
      coalesce(k.name, l.external_name, l.external_sku) as article
    from owed w
    left join order_lines l on l.order_id = w.order_id and l.line_no = w.line_no
    left join skus k on k.id = l.sku_id
    left join users u on u.id = w.closed_by
    where w.order_id = ${orderId} order by w.at, w.ref`;
}
