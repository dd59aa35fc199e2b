import type {
  AfterSale,
  Delivery,
  DeliveryOwner,
  Fulfil,
  Handshake,
  ReservationState,
  Review,
  Stock,
  Trade,
} from "@/server/domain/orders/axes";
import type { Phase } from "@/server/domain/orders/phase";
import type { Queryable } from "../../client";

export type OrderDetailRow = {
  id: number;
  accountId: number;
  accountName: string;
  channel: string;
  externalNo: string;
  daySeq: number | null;
  storeId: number | null;
  storeName: string | null;
  externalStore: string | null;
  trade: Trade;
  review: Review;
  stock: Stock;
  fulfil: Fulfil | null;
  delivery: Delivery | null;
  afterSale: AfterSale;
  holds: number;
  openExceptions: number;
  phase: Phase;
  deliveryOwner: DeliveryOwner;
  itemsFen: number;
  merchantDiscountFen: number;
  platformDiscountFen: number;
  packageFen: number;
  deliveryFen: number;
  paidFen: number;
  refundedFen: number;
  moneyHeld: boolean;
  placedAt: number;
  paidAt: number | null;
  promiseFrom: number | null;
  promiseAt: number | null;
  deliveredAt: number | null;
  businessDay: string;
  hasContact: boolean;
  nameMasked: string | null;
  phoneTail: string | null;
  addressMasked: string | null;
  tags: string[] | null;
  inboxId: number;
  inboxAt: number;
  version: number;
  createdAt: number;
};

export async function findOrder(
  db: Queryable,
  id: number,
  storeId: number | null,
): Promise<OrderDetailRow | null> {
  const [row] = await db<OrderDetailRow[]>`
    select o.id, o.account_id as "accountId", a.name as "accountName", o.channel, o.external_no as "externalNo",
      o.day_seq as "daySeq", o.store_id as "storeId", s.name as "storeName", o.external_store as "externalStore",
      o.trade, o.review, o.stock, o.fulfil, o.delivery, o.after_sale as "afterSale", o.holds,
      o.open_exceptions as "openExceptions", o.phase, o.delivery_owner as "deliveryOwner", o.items_fen as "itemsFen",
      o.merchant_discount_fen as "merchantDiscountFen", o.platform_discount_fen as "platformDiscountFen",
      o.package_fen as "packageFen", o.delivery_fen as "deliveryFen", o.paid_fen as "paidFen",
      o.refunded_fen as "refundedFen", o.money_held as "moneyHeld", o.placed_at as "placedAt", o.paid_at as "paidAt",
      o.promise_from as "promiseFrom", o.promise_at as "promiseAt", o.delivered_at as "deliveredAt",
      o.business_day as "businessDay", o.contact_sealed is not null as "hasContact", o.name_masked as "nameMasked",
      o.phone_tail as "phoneTail", o.address_masked as "addressMasked", o.tags, o.inbox_id as "inboxId",
      o.inbox_at as "inboxAt", o.version, o.created_at as "createdAt"
    from orders o join channel_accounts a on a.id = o.account_id left join stores s on s.id = o.store_id
    where o.id = ${id} and (${storeId}::int is null or o.store_id = ${storeId})`;
  return row ?? null;
}

export type OrderLineRow = {
  lineNo: number;
  skuId: number | null;
  skuCode: string | null;
  name: string | null;
  externalSku: string | null;
  zone: string | null;
  ordered: number;
  unassigned: number;
  open: number;
  fulfilled: number;
  cancelled: number;
  unitPriceFen: number;
  paidFen: number;
  refundedFen: number;
  reservedQty: number | null;
  reservation: ReservationState | null;
};

export async function listOrderLines(db: Queryable, orderId: number): Promise<OrderLineRow[]> {
  return await db<OrderLineRow[]>`
    select l.line_no as "lineNo", l.sku_id as "skuId", k.code as "skuCode", coalesce(k.name, l.external_name) as name,
      l.external_sku as "externalSku", k.zone::text as zone, l.ordered, l.unassigned, l.open, l.fulfilled, l.cancelled,
      l.unit_price_fen as "unitPriceFen", l.paid_fen as "paidFen", l.refunded_fen as "refundedFen",
      r.qty as "reservedQty", r.state as reservation
    from order_lines l left join skus k on k.id = l.sku_id
    left join lateral (
      select min(n.qty / n.per) as qty, min(n.state) as state from reservations n
      where n.order_id = l.order_id and n.line_no = l.line_no
        and (n.state in ('held', 'confirmed', 'picked') or not exists (select 1 from reservations m
          where m.order_id = n.order_id and m.line_no = n.line_no and m.state in ('held', 'confirmed', 'picked')))
    ) r on true
    where l.order_id = ${orderId} order by l.line_no`;
}

export type OrderParcelRow = {
  id: number;
  storeName: string;
  status: Fulfil;
  handshake: Handshake;
  parcelClass: string;
  promiseAt: number;
  holdUntil: number | null;
  members: number;
  weightGrams: number;
  releasedAt: number | null;
  pickedAt: number | null;
  handedOverAt: number | null;
  createdAt: number;
  packedAt: number | null;
  packedGrams: number | null;
  mergeGroupId: number | null;
  mergeRule: string | null;
  mergeMembers: MergeMemberRow[] | null;
  /** Orders that have live goods in it: others have left. */
  liveOrders: number[];
  taskId: number | null;
  taskStatus: Delivery | null;
  riderName: string | null;
  assignedAt: number | null;
  pickedUpAt: number | null;
  deliveredAt: number | null;
};

type MergeMemberRow = {
  orderId: number;
  channel: string;
  externalNo: string;
  daySeq: number | null;
  joinedAt: number;
  reason: string;
};

/** The parcels an order has goods in, each with its merge group, package and latest delivery task. */
export async function listOrderParcels(db: Queryable, orderId: number): Promise<OrderParcelRow[]> {
  return await db<OrderParcelRow[]>`
    select f.id, s.name as "storeName", f.status, f.handshake, f.parcel_class::text as "parcelClass",
      f.promise_at as "promiseAt", f.hold_until as "holdUntil", f.members, f.weight_grams as "weightGrams",
      f.released_at as "releasedAt", f.picked_at as "pickedAt", f.handed_over_at as "handedOverAt",
      f.created_at as "createdAt", p.packed_at as "packedAt", p.weight_grams as "packedGrams",
      m.id as "mergeGroupId", m.rule_version as "mergeRule", m.members as "mergeMembers", t.id as "taskId",
      t.status as "taskStatus", r.name as "riderName", t.assigned_at as "assignedAt", t.picked_up_at as "pickedUpAt",
      t.delivered_at as "deliveredAt",
      array(select distinct l.order_id from fulfilment_lines l
        where l.fulfilment_id = f.id and l.cancelled < l.qty) as "liveOrders"
    from fulfilment_orders f
    join stores s on s.id = f.store_id
    left join packages p on p.fulfilment_id = f.id
    left join merge_groups m on m.id = f.merge_group_id
    left join lateral (select * from delivery_tasks d where d.fulfilment_id = f.id order by d.id desc limit 1) t on true
    left join riders r on r.id = t.rider_id
    where f.id in (select fulfilment_id from fulfilment_lines where order_id = ${orderId}) order by f.id`;
}

export type RefundRow = { refundId: string; amountFen: number; status: string; at: number };

export async function listRefunds(db: Queryable, orderId: number): Promise<RefundRow[]> {
  return await db<RefundRow[]>`
    select external_refund_id as "refundId", amount_fen as "amountFen", status, at from refunds
    where order_id = ${orderId} order by at desc`;
}
