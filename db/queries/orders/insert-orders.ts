import { at, type Cell, type TableRows, textArray } from "@/db/bulk";
import type { Tx } from "@/db/client";
import type { KnownOrder } from "@/server/domain/intake";
import type { NewOrderLine, NewOrderRow } from "@/server/domain/orders";

const ORDER_COLUMNS = [
  "id bigint",
  "account_id int",
  "channel text",
  "external_no text",
  "day_seq int",
  "store_id int",
  "external_store text",
  "lane smallint",
  "trade trade",
  "stock stock_state",
  "fulfil fulfil",
  "holds smallint",
  "open_exceptions smallint",
  "delivery_owner delivery_owner",
  "lead_fulfilment_id bigint",
  "items_fen bigint",
  "merchant_discount_fen bigint",
  "platform_discount_fen bigint",
  "package_fen bigint",
  "delivery_fen bigint",
  "paid_fen bigint",
  "money_held bool",
  "placed_at timestamptz",
  "paid_at timestamptz",
  "promise_from timestamptz",
  "promise_at timestamptz",
  "business_day date",
  "contact_sealed bytea",
  "name_masked text",
  "phone_tail text",
  "phone_key bytea",
  "mask_key bytea",
  "door_key bytea",
  "address_masked text",
  "lng_e6 int",
  "lat_e6 int",
  "tags text[]",
  "trade_fact_at timestamptz",
  "content_hash bytea",
  "contact_hash bytea",
  "inbox_id bigint",
  "inbox_at timestamptz",
];

const hexCell = (hex: string | null): Cell => (hex === null ? null : Buffer.from(hex, "hex"));

/** Orders that are known to be new; a race with another delivery of the same order fails the transaction. */
export const orderRows = (rows: readonly NewOrderRow[]): TableRows => ({
  table: "orders",
  columns: ORDER_COLUMNS,
  rows: rows.map(orderCells),
});

function orderCells(o: NewOrderRow): Cell[] {
  return [
    o.id,
    o.accountId,
    o.channel,
    o.externalNo,
    o.daySeq,
    o.storeId,
    o.externalStore,
    o.lane,
    o.trade,
    o.stock,
    o.fulfil,
    o.holds,
    o.openExceptions,
    o.deliveryOwner,
    o.leadFulfilmentId,
    o.itemsFen,
    o.merchantDiscountFen,
    o.platformDiscountFen,
    o.packageFen,
    o.deliveryFen,
    o.paidFen,
    o.moneyHeld,
    at(o.placedAt),
    at(o.paidAt),
    at(o.promiseFrom),
    at(o.promiseAt),
    o.businessDay,
    o.contactSealed,
    o.nameMasked,
    o.phoneTail,
    hexCell(o.phoneKey),
    hexCell(o.maskKey),
    hexCell(o.doorKey),
    o.addressMasked,
    o.lngE6,
    o.latE6,
    textArray(o.tags),
    at(o.tradeFactAt),
    hexCell(o.contentHash),
    hexCell(o.contactHash),
    o.inboxId,
    at(o.inboxAt),
  ];
}

const LINE_COLUMNS = [
  "order_id bigint",
  "line_no smallint",
  "external_line_id text",
  "sku_id int",
  "external_sku text",
  "external_name text",
  "ordered int",
  "unassigned int",
  "open int",
  "unit_price_fen bigint",
  "paid_fen bigint",
];

export const orderLineRows = (rows: readonly NewOrderLine[]): TableRows => ({
  table: "order_lines",
  columns: LINE_COLUMNS,
  rows: rows.map((l): Cell[] => [
    l.orderId,
    l.lineNo,
    l.externalLineId,
    l.skuId,
    l.externalSku,
    l.externalName,
    l.ordered,
    l.unassigned,
    l.open,
    l.unitPriceFen,
    l.paidFen,
  ]),
});

/** Which of these orders we have already. */
export async function findOrdersBySource(
  tx: Tx,
  keys: readonly { accountId: number; externalNo: string }[],
): Promise<KnownOrder[]> {
  if (keys.length === 0) return [];
  return await tx<KnownOrder[]>`
    select o.id, o.account_id as "accountId", o.external_no as "externalNo",
      encode(o.content_hash, 'hex') as "contentHash",
      encode(o.contact_hash, 'hex') as "contactHash", coalesce(o.contact_at, o.trade_fact_at) as "contactAt",
      exists (select from channel_facts f where f.account_id = o.account_id and f.external_no = o.external_no
        and f.order_id is null and f.kind = 'contact') as "contactWaits", o.trade
    from unnest(${keys.map((k) => k.accountId)}::int[], ${keys.map((k) => k.externalNo)}::text[]) as k (account_id,
      external_no)
    join orders o using (account_id, external_no)`;
}
