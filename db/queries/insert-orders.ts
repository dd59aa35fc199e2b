import type { DeliveryOwner, Fulfil, Stock, Trade } from "@/server/domain/orders/axes";
import { at, type Cell, copyRows, textArray } from "../bulk";
import type { Tx } from "../client";

/** Keys are hex, moments epoch ms, money fen. */
export type OrderInsert = {
  id: number;
  accountId: number;
  channel: string;
  externalNo: string;
  daySeq: number | null;
  storeId: number | null;
  externalStore: string | null;
  lane: number;
  trade: Trade;
  stock: Stock;
  fulfil: Fulfil | null;
  holds: number;
  openExceptions: number;
  deliveryOwner: DeliveryOwner;
  leadFulfilmentId: number | null;
  itemsFen: number;
  merchantDiscountFen: number;
  platformDiscountFen: number;
  packageFen: number;
  deliveryFen: number;
  paidFen: number;
  moneyHeld: boolean;
  placedAt: number;
  paidAt: number | null;
  promiseFrom: number | null;
  promiseAt: number;
  businessDay: string;
  contactSealed: Uint8Array | null;
  nameMasked: string | null;
  phoneTail: string | null;
  phoneKey: string | null;
  maskKey: string | null;
  doorKey: string | null;
  addressMasked: string | null;
  lngE6: number | null;
  latE6: number | null;
  tags: string[];
  tradeFactAt: number;
  contentHash: string;
  inboxId: number;
  inboxAt: number;
};

export type OrderLineInsert = {
  orderId: number;
  lineNo: number;
  externalLineId: string;
  skuId: number | null;
  externalSku: string | null;
  externalName: string | null;
  ordered: number;
  unassigned: number;
  open: number;
  unitPriceFen: number;
  paidFen: number;
};

const ORDER_COLUMNS = [
  "id", "account_id", "channel", "external_no", "day_seq", "store_id", "external_store", "lane", "trade", "stock", "fulfil",
  "holds", "open_exceptions", "delivery_owner", "lead_fulfilment_id", "items_fen", "merchant_discount_fen",
  "platform_discount_fen", "package_fen", "delivery_fen", "paid_fen", "money_held", "placed_at", "paid_at", "promise_from",
  "promise_at", "business_day", "contact_sealed", "name_masked", "phone_tail", "phone_key", "mask_key", "door_key",
  "address_masked", "lng_e6", "lat_e6", "tags", "trade_fact_at", "content_hash", "inbox_id", "inbox_at",
];

const hexCell = (hex: string | null): Cell => (hex === null ? null : Buffer.from(hex, "hex"));

/** Insert orders that are known to be new; a race with another delivery of the same order fails the transaction. */
export async function insertOrders(tx: Tx, rows: readonly OrderInsert[]): Promise<void> {
  await copyRows(tx, "orders", ORDER_COLUMNS, rows.map(orderCells));
}

function orderCells(o: OrderInsert): Cell[] {
  return [
    o.id, o.accountId, o.channel, o.externalNo, o.daySeq, o.storeId, o.externalStore, o.lane, o.trade, o.stock, o.fulfil,
    o.holds, o.openExceptions, o.deliveryOwner, o.leadFulfilmentId, o.itemsFen, o.merchantDiscountFen,
    o.platformDiscountFen, o.packageFen, o.deliveryFen, o.paidFen, o.moneyHeld, at(o.placedAt), at(o.paidAt),
    at(o.promiseFrom), at(o.promiseAt), o.businessDay, o.contactSealed, o.nameMasked, o.phoneTail, hexCell(o.phoneKey),
    hexCell(o.maskKey), hexCell(o.doorKey), o.addressMasked, o.lngE6, o.latE6, textArray(o.tags), at(o.tradeFactAt),
    hexCell(o.contentHash), o.inboxId, at(o.inboxAt),
  ];
}

const LINE_COLUMNS = [
  "order_id", "line_no", "external_line_id", "sku_id", "external_sku", "external_name", "ordered", "unassigned", "open",
  "unit_price_fen", "paid_fen",
];

export async function insertOrderLines(tx: Tx, rows: readonly OrderLineInsert[]): Promise<void> {
  await copyRows(tx, "order_lines", LINE_COLUMNS, rows.map((l): Cell[] => [
    l.orderId, l.lineNo, l.externalLineId, l.skuId, l.externalSku, l.externalName, l.ordered, l.unassigned, l.open,
    l.unitPriceFen, l.paidFen,
  ]));
}

export type KnownOrder = { id: number; accountId: number; externalNo: string; contentHash: string; trade: Trade };

/** Which of these orders we have already. */
export async function findOrdersBySource(tx: Tx, keys: readonly { accountId: number; externalNo: string }[]): Promise<KnownOrder[]> {
  if (keys.length === 0) return [];
  return await tx<KnownOrder[]>`
    select o.id, o.account_id as "accountId", o.external_no as "externalNo", encode(o.content_hash, 'hex') as "contentHash",
      o.trade
    from unnest(${keys.map((k) => k.accountId)}::int[], ${keys.map((k) => k.externalNo)}::text[]) as k (account_id, external_no)
    join orders o using (account_id, external_no)`;
}
