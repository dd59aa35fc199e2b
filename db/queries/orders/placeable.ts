import { at } from "@/db/bulk";
import type { Tx } from "@/db/client";
import type {
  MatchedLine,
  NewContact,
  PaidRow,
  Payment,
  PlaceableRow,
} from "@/server/domain/lifecycle";
import { isAwake } from "./parked";

export type KnownSince = {
  accountId: number;
  externalCode: string;
  code: "SKU_UNMATCHED" | "STORE_UNMATCHED";
  /** Number of the article or shop it is mapped to. */
  target: number;
  orderIds: number[];
};

/** Codes that nobody knew when an order came and that are mapped by now: the order came in the same moment. */
export async function findKnownSince(tx: Tx, job: string, limit: number): Promise<KnownSince[]> {
  return await tx<KnownSince[]>`
    select e.account_id as "accountId", e.code, e.data ->> 'externalCode' as "externalCode",
      coalesce(m.sku_id, s.store_id) as target, array_agg(distinct e.order_id) as "orderIds"
    from exception_cases e
    left join sku_mappings m on e.code = 'SKU_UNMATCHED' and m.account_id = e.account_id
      and m.external_code = e.data ->> 'externalCode'
    left join store_mappings s on e.code = 'STORE_UNMATCHED' and s.account_id = e.account_id
      and s.external_code = e.data ->> 'externalCode'
    where e.closed_at is null and e.code in ('SKU_UNMATCHED', 'STORE_UNMATCHED') and e.order_id is not null
      and coalesce(m.sku_id, s.store_id) is not null
      and ${isAwake(tx, job, "concat_ws('|', e.code, e.account_id, e.data ->> 'externalCode')")}
    group by 1, 2, 3, 4 limit ${limit}`;
}

/** Orders of an account with pieces that wait for this article to be mapped. */
export async function findUnmatched(
  tx: Tx,
  accountId: number,
  externalCode: string,
): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    select distinct o.id from orders o join order_lines l on l.order_id = o.id
    where o.account_id = ${accountId} and l.sku_id is null and l.external_sku = ${externalCode} and l.unassigned > 0
    order by 1`;
  return rows.map((r) => r.id);
}

/** Their lines get the article and lose the channel's words. @returns these lines */
export async function matchLines(
  tx: Tx,
  {
    orderIds,
    externalCode,
    skuId,
  }: { orderIds: readonly number[]; externalCode: string; skuId: number },
): Promise<MatchedLine[]> {
  return await tx<MatchedLine[]>`
    update order_lines l set sku_id = ${skuId}, external_sku = null, external_name = null
    where order_id = any(${[...orderIds]}::bigint[]) and sku_id is null and external_sku = ${externalCode}
    returning order_id as "orderId", line_no as "lineNo", exists (
      select from exception_cases e where e.order_id = l.order_id and e.code = 'QUANTITY_ODD'
        and e.data ->> 'lineNo' = l.line_no::text) as "wasAsked"`;
}

/** Orders of an account that wait for this shop to be mapped. */
export async function findStoreless(
  tx: Tx,
  accountId: number,
  externalCode: string,
): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    select id from orders
    where account_id = ${accountId} and store_id is null and external_store = ${externalCode} order by id`;
  return rows.map((r) => r.id);
}

/** What only the vault can read of these orders, by order. */
export async function sealedContacts(
  tx: Tx,
  orderIds: readonly number[],
): Promise<Map<number, Uint8Array | null>> {
  const rows = await tx<{ id: number; contactSealed: Uint8Array | null }[]>`
    select id, contact_sealed as "contactSealed" from orders where id = any(${[...orderIds]}::bigint[]) order by id`;
  return new Map(rows.map((r) => [r.id, r.contactSealed]));
}

/** Where these orders' goods come from: shop and whether we carry them, by order. */
export async function listOwners(
  tx: Tx,
  orderIds: readonly number[],
): Promise<Map<number, { storeId: number | null; isOurs: boolean }>> {
  const rows = await tx<{ id: number; storeId: number | null; isOurs: boolean }[]>`
    select id, store_id as "storeId", delivery_owner = 'self' as "isOurs" from orders
    where id = any(${[...orderIds]}::bigint[])`;
  return new Map(rows.map((r) => [r.id, r]));
}

/** They get the shop, and the door that is known by shop and address. Door keys are hex. */
export async function matchStore(
  tx: Tx,
  {
    rows,
    storeId,
    lane,
  }: { rows: readonly { id: number; doorKey: string | null }[]; storeId: number; lane: number },
): Promise<void> {
  await tx`
    update orders o set store_id = ${storeId}, external_store = null, lane = ${lane}, door_key = decode(n.door, 'hex')
    from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.doorKey)}::text[]) as n (id, door)
    where o.id = n.id and o.store_id is null`;
}

/** Orders that waited for their money have it. Their trade is the caller's to raise. @returns those that did wait */
export async function markPaid(tx: Tx, rows: readonly Payment[]): Promise<PaidRow[]> {
  return await tx<PaidRow[]>`
    update orders o set paid_at = n.paid_at, business_day = n.business_day,
      promise_at = coalesce(n.promise_at, o.promise_at + (n.paid_at - o.placed_at))
    from unnest(
      ${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => at(r.paidAt))}::timestamptz[],
      ${rows.map((r) => at(r.promiseAt))}::timestamptz[], ${rows.map((r) => r.businessDay)}::date[]
    ) as n (id, paid_at, promise_at, business_day)
    where o.id = n.id and o.paid_at is null and o.trade in ('pending_payment', 'paid', 'accepted', 'completed')
    returning o.id, o.account_id as "accountId", o.channel, o.store_id as "storeId", o.paid_fen as "paidFen",
      o.platform_discount_fen as "platformDiscountFen", o.paid_at as "paidAt"`;
}

/** Told too late to be taken: the same word again is no news. */
export async function noteLateContacts(tx: Tx, rows: readonly NewContact[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update orders o set contact_hash = decode(n.hash, 'hex'), contact_at = n.at
    from unnest(${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => r.contactHash)}::text[],
      ${rows.map((r) => at(r.at))}::timestamptz[]) as n (id, hash, at)
    where o.id = n.id and coalesce(o.contact_at, o.trade_fact_at) < n.at`;
}

/**
 * Of these payments, those of orders that were over before anybody had paid. Who cancels after he was paid gives the money
 * back with it, in whatever order both are told.
 */
export async function listPaidLate(tx: Tx, payments: readonly Payment[]): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    select o.id from orders o
    join unnest(${payments.map((p) => p.orderId)}::bigint[], ${payments.map((p) => at(p.paidAt))}::timestamptz[])
      as p (id, at) on p.id = o.id
    where o.paid_at is null and o.trade in ('cancelled', 'closed') and not exists (
      select from channel_facts c where c.account_id = o.account_id and c.external_no = o.external_no
        and c.kind = 'cancelled' and c.at >= p.at)
    order by o.id`;
  return rows.map((r) => r.id);
}

/** These orders go to another buyer, phone or door. @returns those of which nothing newer was told */
export async function writeContacts(
  tx: Tx,
  rows: readonly (NewContact & { doorKey: string | null })[],
): Promise<number[]> {
  if (rows.length === 0) return [];
  const changed = await tx<{ id: number }[]>`
    update orders o set contact_sealed = decode(n.sealed, 'base64'), name_masked = n.name, phone_tail = n.tail,
      phone_key = decode(n.phone, 'hex'), mask_key = decode(n.mask, 'hex'), door_key = decode(n.door, 'hex'),
      address_masked = n.address, contact_hash = decode(n.hash, 'hex'), contact_at = n.at,
      lng_e6 = n.lng, lat_e6 = n.lat
    from unnest(
      ${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => r.sealed)}::text[],
      ${rows.map((r) => r.nameMasked)}::text[], ${rows.map((r) => r.phoneTail)}::text[],
      ${rows.map((r) => r.phoneKey)}::text[], ${rows.map((r) => r.maskKey)}::text[],
      ${rows.map((r) => r.doorKey)}::text[], ${rows.map((r) => r.addressMasked)}::text[],
      ${rows.map((r) => r.contactHash)}::text[], ${rows.map((r) => at(r.at))}::timestamptz[],
      ${rows.map((r) => r.lngE6)}::int[], ${rows.map((r) => r.latE6)}::int[]
    ) as n (id, sealed, name, tail, phone, mask, door, address, hash, at, lng, lat)
    where o.id = n.id and coalesce(o.contact_at, o.trade_fact_at) < n.at returning o.id`;
  return changed.map((r) => r.id);
}

/** The doors of these orders' goods that we carry ourselves. */
export async function listDoors(
  tx: Tx,
  orderIds: readonly number[],
): Promise<{ storeId: number; doorKey: string }[]> {
  return await tx<{ storeId: number; doorKey: string }[]>`
    select distinct store_id as "storeId", encode(door_key, 'hex') as "doorKey" from orders
    where id = any(${[...orderIds]}::bigint[]) and store_id is not null and door_key is not null
      and delivery_owner = 'self'`;
}

/** What placing wants to know of these orders, beside their state. */
export async function listPlaceable(tx: Tx, orderIds: readonly number[]): Promise<PlaceableRow[]> {
  return await tx<PlaceableRow[]>`
    select id, encode(door_key, 'hex') as "doorKey", encode(phone_key, 'hex') as "phoneKey",
      encode(mask_key, 'hex') as "maskKey",
      name_masked as "nameMasked", promise_from as "promiseFrom", promise_at as "promiseAt", tags, lng_e6 as "lngE6",
      lat_e6 as "latE6"
    from orders where id = any(${[...orderIds]}::bigint[]) order by id`;
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
