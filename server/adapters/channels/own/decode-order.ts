import { bookedFrom } from "@/server/domain/channels/booked";
import type {
  ChannelAmounts,
  ChannelFact,
  ChannelLine,
  ChannelOrder,
} from "@/server/domain/channels/message";
import {
  cutText,
  FieldError,
  optionalCode,
  optionalText,
  readFen,
  readInt,
  readIso,
  readText,
  WRITTEN_MAX,
} from "@/server/domain/channels/reading";
import { asFen } from "@/server/domain/kernel/fen";
import type { Instant } from "@/server/domain/kernel/instant";
import type { DeliveryOwner } from "@/server/domain/orders/axes";
import { TILL_TAG } from "@/server/domain/orders/labels";
import { toGcj02 } from "../coordinates";
import { asArray, asObject, entryOf, type JsonObject } from "../parse-json";
import type { Fields } from "./fields";

const OWNER: Record<string, DeliveryOwner> = {
  DELIVERY: "self",
  PLATFORM: "platform",
  PICKUP: "pickup",
  DINE_IN: "pickup",
  POS: "pickup",
};

const TRADE: Record<string, ChannelOrder["trade"]> = {
  UNPAID: "pending_payment",
  NEW: "paid",
  ACCEPTED: "accepted",
  COMPLETED: "completed",
  CANCELLED: "cancelled",
};

/**
 * An order.created body of our own contract in our words.
 *
 * @throws FieldError naming the field
 * @source reference/channels.md §11
 */
export function readOwnOrder(fields: Fields, occurredAt: Instant): ChannelOrder {
  const mode = readText(fields("order.delivery_mode"), "order.delivery_mode", 16);
  const owner = entryOf(OWNER, mode);
  if (!owner) throw new FieldError("BAD_FIELD", "order.delivery_mode", `未知配送方式：${mode}`);
  const status = optionalCode(fields("order.status"), "order.status", 32) || "NEW";
  const trade = entryOf(TRADE, status);
  if (!trade) throw new FieldError("BAD_FIELD", "order.status", `未知状态：${status}`);
  const promiseAt = bookedPromise(fields);
  const items = asArray(fields("order.items"));
  if (items.length === 0)
    throw new FieldError("MISSING_FIELD", "order.items", "订单至少要有一行商品");
  const money = readMoney(fields, items.map(asObject));
  return {
    externalNo: readText(fields("order.channel_order_id"), "order.channel_order_id", 128),
    daySeq:
      fields("order.day_seq") == null
        ? null
        : readInt(fields("order.day_seq"), "order.day_seq", 0, 1e7),
    storeKey: readText(fields("order.store_code"), "order.store_code", 64),
    trade,
    deliveryOwner: owner,
    placedAt: fields("order.created_at")
      ? readIso(fields("order.created_at"), "order.created_at")
      : occurredAt,
    paidAt: trade === "pending_payment" ? null : occurredAt,
    promiseFrom: promiseAt === null ? null : windowStart(fields, promiseAt),
    promiseAt,
    buyerName: optionalText(fields("order.buyer.name"), WRITTEN_MAX.name),
    buyerPhone: phoneText(fields),
    address: owner === "pickup" ? null : readAddress(fields),
    ...money,
    remark: optionalText(fields("order.remark"), WRITTEN_MAX.remark),
    holdKey: optionalCode(fields("order.reservation_key"), "order.reservation_key") || null,
    tags: [
      ...(mode === "POS" && trade === "completed" ? [TILL_TAG] : []),
      ...asArray(fields("order.tags"))
        .slice(0, TAGS_MAX)
        .map((tag) => optionalText(tag, 64))
        .filter((tag) => tag !== "" && tag !== TILL_TAG),
    ],
    versionAt: occurredAt,
    degraded: false,
  };
}

/** So many are kept. */
const TAGS_MAX = 16;

/** Null: as soon as possible. */
export function bookedPromise(fields: Fields): Instant | null {
  return fields("order.expect.type") === "BOOKED"
    ? readIso(fields("order.expect.to"), "order.expect.to")
    : null;
}

function windowStart(fields: Fields, to: Instant): Instant {
  const from = fields("order.expect.from");
  return from ? readIso(from, "order.expect.from") : bookedFrom(to);
}

function phoneText(fields: Fields): string {
  const phone = optionalText(fields("order.buyer.phone"), WRITTEN_MAX.phone);
  const ext = optionalText(fields("order.buyer.phone_ext"), 16);
  return ext && phone ? `${phone}_${ext}` : phone;
}

function readAddress(fields: Fields): ChannelOrder["address"] {
  const parts = [fields("order.address.text"), fields("order.address.detail")].map((part) =>
    optionalText(part, WRITTEN_MAX.address),
  );
  const text = cutText(parts.filter(Boolean).join(" "), WRITTEN_MAX.address);
  const point = toGcj02(
    Number(fields("order.address.lng")),
    Number(fields("order.address.lat")),
    optionalText(fields("order.address.coord_sys"), 16),
  );
  return { text, lngE6: point?.lngE6 ?? null, latE6: point?.latE6 ?? null };
}

type Money = { lines: ChannelLine[]; amounts: ChannelAmounts; unreadableMoney: string | null };

/** Amounts that are no money at all do not lose the order: it is kept with zeros, held, and people see why. */
function readMoney(fields: Fields, items: JsonObject[]): Money {
  try {
    const fen = (name: string) =>
      readFen(fields(`order.amounts.${name}`) ?? 0, `order.amounts.${name}`);
    const amounts: ChannelAmounts = {
      itemsFen: fen("items_fen"),
      merchantDiscountFen: fen("discount_merchant_fen"),
      platformDiscountFen: fen("discount_platform_fen"),
      packageFen: fen("package_fen"),
      deliveryFen: fen("delivery_fen"),
      paidFen: fen("paid_fen"),
    };
    return {
      lines: items.map((item, i) => readLine(item, i, true)),
      amounts,
      unreadableMoney: null,
    };
  } catch (error) {
    if (!(error instanceof FieldError) || !/_fen$/.test(error.field)) throw error;
    const zero = asFen(0);
    return {
      lines: items.map((item, i) => readLine(item, i, false)),
      amounts: {
        itemsFen: zero,
        merchantDiscountFen: zero,
        platformDiscountFen: zero,
        packageFen: zero,
        deliveryFen: zero,
        paidFen: zero,
      },
      unreadableMoney: error.message,
    };
  }
}

function readLine(item: JsonObject, index: number, withMoney: boolean): ChannelLine {
  const at = `order.items[${index}]`;
  const qty = readInt(item.qty, `${at}.qty`, 1, 99_999);
  return {
    externalLineId: optionalCode(item.line_id, `${at}.line_id`) || String(index + 1),
    externalSku: readText(item.sku_code, `${at}.sku_code`, 128),
    barcode: optionalCode(item.upc, `${at}.upc`, 64) || null,
    name: optionalText(item.name, WRITTEN_MAX.goods),
    qty,
    unitPriceFen: withMoney ? readFen(item.unit_price_fen, `${at}.unit_price_fen`) : asFen(0),
    paidFen: withMoney ? readFen(item.paid_fen, `${at}.paid_fen`) : asFen(0),
  };
}

/** A refund.succeeded body. */
export function readOwnRefund(fields: Fields): Extract<ChannelFact, { kind: "refund" }> {
  const at = readIso(fields("occurred_at"), "occurred_at");
  const refundId = readText(fields("refund.refund_id"), "refund.refund_id", 128);
  return {
    kind: "refund",
    externalNo: readText(fields("order.channel_order_id"), "order.channel_order_id", 128),
    at,
    version: refundId,
    refundId,
    amountFen: readFen(fields("refund.amount_fen"), "refund.amount_fen"),
    full: fields("refund.full") === true,
    lines: asArray(fields("refund.items"))
      .map(asObject)
      .map((item, i) => ({
        externalLineId: readText(item.line_id, `refund.items[${i}].line_id`, 128),
        qty: readInt(item.qty, `refund.items[${i}].qty`, 0, 99_999),
        amountFen: readFen(item.amount_fen, `refund.items[${i}].amount_fen`),
      })),
  };
}
