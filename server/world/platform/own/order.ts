import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { WorldOrder } from "@/server/world/orders/order";
import type { Refund } from "@/server/world/wire/refund";
import { shanghaiIso } from "@/server/world/wire/shanghai-time";

export type OwnEvent = { event: string; event_id: string; occurred_at: string } & Record<
  string,
  unknown
>;

/** `order.created` of the own contract. @source docs/domain/channels.md#own-orders */
export function encodeOwnOrder(order: WorldOrder, eventId: string): OwnEvent {
  const { amounts, expect, buyer, address } = order;
  return {
    event: "order.created",
    event_id: eventId,
    occurred_at: shanghaiIso(order.placedAtMs),
    order: {
      channel_order_id: order.externalNo,
      store_code: shopCodeOn(order.channel, order.store.code),
      day_seq: order.daySeq,
      status: "NEW",
      delivery_mode: order.deliveryMode,
      expect: expect
        ? { type: "BOOKED", from: shanghaiIso(expect.fromMs), to: shanghaiIso(expect.toMs) }
        : { type: "ASAP", from: null, to: null },
      buyer: {
        name: buyer.name,
        phone: buyer.phone,
        phone_ext: buyer.phoneExt ?? "",
        privacy: buyer.phoneExt !== null,
      },
      ...(address === null ? {} : { address: ownAddress(address) }),
      items: order.lines.map((line) => ({
        line_id: line.lineId,
        sku_code: line.sku.code,
        upc: line.sku.barcode,
        name: line.sku.name,
        qty: line.qty,
        unit_price_fen: line.unitPriceFen,
        paid_fen: line.paidFen,
        weight_g: line.sku.weightGrams * line.qty,
      })),
      amounts: {
        items_fen: amounts.itemsFen,
        package_fen: amounts.packageFen,
        delivery_fen: amounts.deliveryFen,
        discount_merchant_fen: amounts.discountMerchantFen,
        discount_platform_fen: amounts.discountPlatformFen,
        paid_fen: amounts.paidFen,
      },
      invoice: null,
      remark: order.remark,
    },
  };
}

/** `order.cancelled`, which names only the order. */
export function encodeOwnCancel(order: WorldOrder, eventId: string, atMs: number): OwnEvent {
  return event("order.cancelled", eventId, {
    atMs,
    rest: {
      order: { channel_order_id: order.externalNo, reason: "用户取消" },
    },
  });
}

export function encodeOwnCompleted(order: WorldOrder, eventId: string, atMs: number): OwnEvent {
  return event("order.completed", eventId, {
    atMs,
    rest: {
      order: { channel_order_id: order.externalNo },
    },
  });
}

export function encodeOwnRefund(
  order: WorldOrder,
  refund: Refund,
  stamp: { eventId: string; atMs: number },
): OwnEvent {
  return event("refund.succeeded", stamp.eventId, {
    atMs: stamp.atMs,
    rest: {
      order: { channel_order_id: order.externalNo },
      refund: {
        refund_id: refund.refundId,
        amount_fen: refund.amountFen,
        items: [{ line_id: refund.line.lineId, qty: refund.qty, amount_fen: refund.amountFen }],
        reason: refund.reason,
      },
    },
  });
}

function event(
  kind: string,
  eventId: string,
  { atMs, rest }: { atMs: number; rest: Record<string, unknown> },
): OwnEvent {
  return { event: kind, event_id: eventId, occurred_at: shanghaiIso(atMs), ...rest };
}

function ownAddress(address: NonNullable<WorldOrder["address"]>): Record<string, unknown> {
  return {
    text: address.text,
    detail: "",
    lng: address.lngE6 / 1e6,
    lat: address.latE6 / 1e6,
    coord_sys: "GCJ02",
  };
}
