import { at } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { HOLDING_CODES } from "@/server/domain/exceptions";
import type { DeliveryOwner, Trade } from "@/server/domain/orders/axes";

/** An order some of whose lines lie nowhere yet although their goods are known. */
export type PlaceableRow = {
  id: number;
  channel: string;
  daySeq: number | null;
  externalNo: string;
  storeId: number;
  trade: Trade;
  deliveryOwner: DeliveryOwner;
  doorKey: string | null;
  phoneKey: string | null;
  maskKey: string | null;
  nameMasked: string | null;
  promiseFrom: number | null;
  promiseAt: number;
  tags: string[] | null;
  lngE6: number | null;
  latE6: number | null;
  moneyHeld: boolean;
  unmatched: number;
  lines: { lineNo: number; skuId: number; unassigned: number }[];
};

/** Orders of an account with a line that waits for this article to be mapped. */
export async function findUnmatched(
  tx: Tx,
  accountId: number,
  externalCode: string,
): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    select distinct o.id from orders o join order_lines l on l.order_id = o.id
    where o.account_id = ${accountId} and l.sku_id is null and l.external_sku = ${externalCode} order by 1`;
  return rows.map((r) => r.id);
}

/** Their lines get the article and lose the channel's words. */
export async function matchLines(
  tx: Tx,
  orderIds: readonly number[],
  externalCode: string,
  skuId: number,
): Promise<void> {
  await tx`
    update order_lines set sku_id = ${skuId}, external_sku = null, external_name = null
    where order_id = any(${[...orderIds]}::bigint[]) and sku_id is null and external_sku = ${externalCode}`;
}

export type Storeless = { id: number; contactSealed: Uint8Array | null };

/** Orders of an account that wait for this shop to be mapped, with what only the vault can read. */
export async function findStoreless(
  tx: Tx,
  accountId: number,
  externalCode: string,
): Promise<Storeless[]> {
  return await tx<Storeless[]>`
    select id, contact_sealed as "contactSealed" from orders
    where account_id = ${accountId} and store_id is null and external_store = ${externalCode} order by id`;
}

/** They get the shop, and the door that is known by shop and address. Door keys are hex. */
export async function matchStore(
  tx: Tx,
  rows: readonly { id: number; doorKey: string | null }[],
  storeId: number,
  lane: number,
): Promise<void> {
  await tx`
    update orders o set store_id = ${storeId}, external_store = null, lane = ${lane}, door_key = decode(n.door, 'hex')
    from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.doorKey)}::text[]) as n (id, door)
    where o.id = n.id and o.store_id is null`;
}

export type Payment = {
  orderId: number;
  paidAt: number;
  /** Null: as soon as possible, so the promise moves with the payment. */
  promiseAt: number | null;
  accepted: boolean;
  businessDay: string;
};
export type PaidRow = {
  id: number;
  accountId: number;
  channel: string;
  storeId: number | null;
  paidFen: number;
  platformDiscountFen: number;
  paidAt: number;
  trade: Trade;
};

/** Orders that waited for their money have it. @returns those that did wait */
export async function markPaid(tx: Tx, rows: readonly Payment[]): Promise<PaidRow[]> {
  return await tx<PaidRow[]>`
    update orders o set trade = case when o.trade <> 'pending_payment' then o.trade when n.accepted then 'accepted' else 'paid' end, paid_at = n.paid_at,
      business_day = n.business_day, promise_at = coalesce(n.promise_at, o.promise_at + (n.paid_at - o.placed_at))
    from unnest(
      ${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => at(r.paidAt))}::timestamptz[],
      ${rows.map((r) => at(r.promiseAt))}::timestamptz[], ${rows.map((r) => (r.accepted ? "t" : "f"))}::text[]::bool[],
      ${rows.map((r) => r.businessDay)}::date[]
    ) as n (id, paid_at, promise_at, accepted, business_day)
    where o.id = n.id and o.paid_at is null and o.trade in ('pending_payment', 'paid', 'accepted', 'completed')
    returning o.id, o.account_id as "accountId", o.channel, o.store_id as "storeId", o.paid_fen as "paidFen",
      o.platform_discount_fen as "platformDiscountFen", o.paid_at as "paidAt", o.trade`;
}

export type PaidLate = { id: number; accountId: number; storeId: number | null; paidFen: number };

/** Of these, the orders that were over before anybody had paid for them. */
export async function listPaidLate(tx: Tx, orderIds: readonly number[]): Promise<PaidLate[]> {
  return await tx<PaidLate[]>`
    select id, account_id as "accountId", store_id as "storeId", paid_fen as "paidFen" from orders
    where id = any(${[...orderIds]}::bigint[]) and paid_at is null and trade in ('cancelled', 'closed') order by id`;
}

/** The doors of these orders' goods that we carry ourselves. */
export async function listDoors(
  tx: Tx,
  orderIds: readonly number[],
): Promise<{ storeId: number; doorKey: string }[]> {
  return await tx<{ storeId: number; doorKey: string }[]>`
    select distinct store_id as "storeId", encode(door_key, 'hex') as "doorKey" from orders
    where id = any(${[...orderIds]}::bigint[]) and store_id is not null and door_key is not null and delivery_owner = 'self'`;
}

/** The lines that can be placed now: known goods, known shop, nothing promised yet. */
export async function listPlaceable(tx: Tx, orderIds: readonly number[]): Promise<PlaceableRow[]> {
  return await tx<PlaceableRow[]>`
    select o.id, o.channel, o.day_seq as "daySeq", o.external_no as "externalNo", o.store_id as "storeId", o.trade,
      o.delivery_owner as "deliveryOwner", encode(o.door_key, 'hex') as "doorKey", encode(o.phone_key, 'hex') as "phoneKey",
      encode(o.mask_key, 'hex') as "maskKey", o.name_masked as "nameMasked", o.promise_from as "promiseFrom",
      o.promise_at as "promiseAt", o.tags, o.lng_e6 as "lngE6", o.lat_e6 as "latE6", o.money_held as "moneyHeld",
      (select count(*)::int from order_lines u where u.order_id = o.id and u.sku_id is null) as unmatched,
      json_agg(json_build_object('lineNo', l.line_no, 'skuId', l.sku_id, 'unassigned', l.unassigned) order by l.line_no) as lines
    from orders o join order_lines l on l.order_id = o.id
    where o.id = any(${[...orderIds]}::bigint[]) and o.store_id is not null and l.sku_id is not null and l.unassigned > 0
      and o.trade in ('paid', 'accepted')
      and not exists (select 1 from reservations r where r.order_id = l.order_id and r.line_no = l.line_no
        and r.state in ('confirmed', 'picked', 'consumed'))
    group by o.id order by o.id`;
}

/** Close the cases that a mapping settles, of these orders: they are locked, as everywhere before their cases. */
export async function closeMatched(
  tx: Tx,
  of: { code: string; accountId: number; externalCode: string; orderIds: readonly number[] },
  by: string,
): Promise<void> {
  await tx`update exception_cases set closed_at = now(), closed_by = ${by}, outcome = 'mapped'
    where code = ${of.code} and account_id = ${of.accountId} and data ->> 'externalCode' = ${of.externalCode}
      and order_id = any(${[...of.orderIds]}::bigint[]) and closed_at is null`;
}

/** Whether anything but a shortage still holds these orders. */
export async function countHolding(
  tx: Tx,
  orderIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await tx<{ id: number; n: number }[]>`
    select order_id as id, count(*)::int as n from exception_cases
    where order_id = any(${[...orderIds]}::bigint[]) and closed_at is null
      and code = any(${[...HOLDING_CODES]}::text[]) group by order_id`;
  return new Map(rows.map((r) => [r.id, r.n]));
}
