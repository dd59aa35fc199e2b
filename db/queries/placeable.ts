import type { DeliveryOwner, Trade } from "@/server/domain/orders/axes";
import type { Tx } from "../client";

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

/** Orders of an account that wait for this article to be mapped get it; their lines lose the channel's words. */
export async function matchLines(
  tx: Tx,
  accountId: number,
  externalCode: string,
  skuId: number,
): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    update order_lines l set sku_id = ${skuId}, external_sku = null, external_name = null
    from orders o
    where o.id = l.order_id and o.account_id = ${accountId} and l.sku_id is null and l.external_sku = ${externalCode}
    returning l.order_id as id`;
  return [...new Set(rows.map((r) => r.id))];
}

/** Orders of an account that wait for this shop to be mapped get it. */
export async function matchStore(
  tx: Tx,
  accountId: number,
  externalCode: string,
  storeId: number,
  lane: number,
): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    update orders set store_id = ${storeId}, external_store = null, lane = ${lane}
    where account_id = ${accountId} and store_id is null and external_store = ${externalCode} returning id`;
  return rows.map((r) => r.id);
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
      and not exists (select 1 from reservations r where r.order_id = l.order_id and r.line_no = l.line_no)
    group by o.id order by o.id`;
}

/** Close the cases that a mapping settles. */
export async function closeMatched(
  tx: Tx,
  code: string,
  accountId: number,
  externalCode: string,
  by: string,
): Promise<void> {
  await tx`update exception_cases set closed_at = now(), closed_by = ${by}, outcome = 'mapped'
    where code = ${code} and account_id = ${accountId} and data ->> 'externalCode' = ${externalCode} and closed_at is null`;
}

/** Whether anything but a shortage still holds these orders. */
export async function countHolding(
  tx: Tx,
  orderIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await tx<{ id: number; n: number }[]>`
    select order_id as id, count(*)::int as n from exception_cases
    where order_id = any(${[...orderIds]}::bigint[]) and closed_at is null
      and code in ('STORE_UNMATCHED', 'SKU_UNMATCHED', 'MONEY_DRIFT') group by order_id`;
  return new Map(rows.map((r) => [r.id, r.n]));
}
