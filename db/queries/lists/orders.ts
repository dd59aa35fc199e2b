import type { Delivery, DeliveryOwner } from "@/server/domain/orders/axes";
import type { Phase } from "@/server/domain/orders/phase";
import type { Queryable } from "../../client";
import { type Fragment, type OrderFilter, whereOrders } from "./order-filter";

/** A place in the list: what comes after it is older, before it newer. */
export type OrderCursor = { listedAt: number; id: number; towards: "older" | "newer" };

export type OrderListRow = {
  id: number;
  channel: string;
  externalNo: string;
  daySeq: number | null;
  phase: Phase;
  storeId: number | null;
  storeName: string | null;
  nameMasked: string | null;
  phoneTail: string | null;
  addressMasked: string | null;
  paidFen: number;
  refundedFen: number;
  moneyHeld: boolean;
  deliveryOwner: DeliveryOwner;
  holds: number;
  openExceptions: number;
  isShort: boolean;
  paidAt: number | null;
  listedAt: number;
  placedAt: number;
  promiseAt: number | null;
  deliveredAt: number | null;
  members: number | null;
  /** Which of the members this order is, counted from one in the order they joined; null without a merge. */
  memberNo: number | null;
  riderName: string | null;
  delivery: Delivery | null;
};

/**
 * One page of orders, newest first whichever way it was read, with their parcel and rider, in one statement.
 *
 * @returns at most `limit` rows
 */
export async function listOrders(
  db: Queryable,
  filter: OrderFilter,
  { cursor, limit }: { cursor: OrderCursor | null; limit: number },
): Promise<OrderListRow[]> {
  const where = db`${whereOrders(db, filter)} and ${beyond(db, cursor)}`;
  const newer = cursor?.towards === "newer";
  const order = newer ? db`o.listed_at, o.id` : db`o.listed_at desc, o.id desc`;
  return await readRows(
    db,
    db`select o.* from orders o where ${where} order by ${order} limit ${limit}`,
  );
}

/** The same rows again, for what is on screen now. */
export async function listOrdersById(
  db: Queryable,
  ids: readonly number[],
  storeId: number | null,
): Promise<OrderListRow[]> {
  const page = db`select o.* from orders o where o.id = any(${[...ids]}::bigint[])
    and (${storeId}::int is null or o.store_id = ${storeId})`;
  return await readRows(db, page);
}

/** Of these orders, those of a store. */
export async function listOrdersOfStore(
  db: Queryable,
  ids: readonly number[],
  storeId: number,
): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select id from orders where id = any(${[...ids]}::bigint[]) and store_id = ${storeId}`;
  return rows.map((row) => row.id);
}

function beyond(db: Queryable, cursor: OrderCursor | null): Fragment {
  if (!cursor) return db`true`;
  const place = db`(${cursor.listedAt}::timestamptz, ${cursor.id}::bigint)`;
  return cursor.towards === "newer"
    ? db`(o.listed_at, o.id) > ${place}`
    : db`(o.listed_at, o.id) < ${place}`;
}

async function readRows(db: Queryable, page: Fragment): Promise<OrderListRow[]> {
  return await db<OrderListRow[]>`
    with page as (${page})
    select o.id, o.channel, o.external_no as "externalNo", o.day_seq as "daySeq", o.phase, o.store_id as "storeId",
      s.name as "storeName", o.name_masked as "nameMasked", o.phone_tail as "phoneTail",
      o.address_masked as "addressMasked", o.paid_fen as "paidFen", o.refunded_fen as "refundedFen",
      o.money_held as "moneyHeld", o.delivery_owner as "deliveryOwner", o.holds, o.open_exceptions as "openExceptions",
      o.stock = 'short' as "isShort", o.paid_at as "paidAt", o.listed_at as "listedAt", o.placed_at as "placedAt",
      o.promise_at as "promiseAt",
      o.delivered_at as "deliveredAt", f.members, g.no::int as "memberNo", t.name as "riderName",
      coalesce(o.delivery, t.status) as delivery
    from page o
    left join stores s on s.id = o.store_id
    left join fulfilment_orders f on f.id = o.lead_fulfilment_id
    left join lateral (
      select x.no from merge_groups m, jsonb_array_elements(m.members) with ordinality x (member, no)
      where m.id = f.merge_group_id and (x.member ->> 'orderId')::bigint = o.id limit 1
    ) g on true
    left join lateral (
      select d.status, r.name from delivery_tasks d left join riders r on r.id = d.rider_id
      where d.fulfilment_id = f.id order by d.id desc limit 1
    ) t on true
    order by o.listed_at desc, o.id desc`;
}

export type GoodsRow = {
  orderId: number;
  pieces: number;
  kinds: number;
  /** The first two goods with their pieces. */
  first: { name: string; qty: number }[];
  zones: string[];
};

/** What is in a page of orders, one statement for all. */
export async function listGoods(db: Queryable, orderIds: readonly number[]): Promise<GoodsRow[]> {
  if (orderIds.length === 0) return [];
  return await db<GoodsRow[]>`
    select l.order_id as "orderId", sum(l.ordered)::int as pieces, count(*)::int as kinds,
      jsonb_agg(jsonb_build_object('name', coalesce(k.name, l.external_name, l.external_sku, ''), 'qty', l.ordered)
        order by l.line_no) filter (where l.line_no <= 2) as first,
      coalesce(array_agg(distinct k.zone::text) filter (where k.zone is not null), '{}') as zones
    from order_lines l left join skus k on k.id = l.sku_id
    where l.order_id = any(${[...orderIds]}::bigint[]) group by l.order_id`;
}

export type PhaseCount = { phase: Phase; n: number; isFloor: boolean };

/** Counted exactly up to here, then "at least". */
const COUNT_EXACT_MAX = 10_000;

/**
 * How many orders of a filter are in each phase. Orders under way are few and always
 * counted; orders that are over are counted up to the limit and then marked as a floor, so no count reads a whole year.
 */
export async function countPhases(db: Queryable, filter: OrderFilter): Promise<PhaseCount[]> {
  const where = whereOrders(db, filter);
  return await db<PhaseCount[]>`
    with active as (
      select o.phase, count(*)::int as n from orders o
      where ${where} and o.phase not in ('cancelled', 'closed', 'refunded', 'done') group by o.phase
    ), over as (
      select o.phase from orders o
      where ${where} and o.phase in ('cancelled', 'closed', 'refunded', 'done') limit ${COUNT_EXACT_MAX + 1}
    )
    select phase, n, false as "isFloor" from active
    union all
    select phase, count(*)::int, (select count(*) from over) > ${COUNT_EXACT_MAX} from over group by phase`;
}

/** How many orders of the filter are newer than what is shown; counted up to `limit`. */
export async function countNewer(
  db: Queryable,
  filter: OrderFilter,
  { cursor, limit }: { cursor: OrderCursor; limit: number },
): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from (
      select 1 from orders o where ${whereOrders(db, filter)} and ${beyond(db, cursor)} limit ${limit}
    ) newer`;
  return row?.n ?? 0;
}
