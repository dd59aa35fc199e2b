import { type Account, settledOwner } from "@/server/domain/channels/account";
import { bookedFrom } from "@/server/domain/channels/booked";
import type {
  Assumed,
  ChannelAmounts,
  ChannelFact,
  ChannelLine,
  ChannelOrder,
} from "@/server/domain/channels/message";
import {
  clockIso,
  cutText,
  FieldError,
  optionalCode,
  optionalText,
  plainText,
  readFen,
  readInt,
  readIso,
  readText,
  WRITTEN_MAX,
} from "@/server/domain/channels/reading";
import { daySeqOf, isLeftOut, isUnset } from "@/server/domain/channels/unset";
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

/** Who brings it. A sender who does not say so means his account's usual way, else our own riders where there is a door. */
function ownerOf(fields: Fields, account: Account): { owner: DeliveryOwner; isAssumed: boolean } {
  const told = fields("order.delivery_mode");
  if (isLeftOut(told)) {
    const settled = settledOwner(account);
    if (settled) return { owner: settled, isAssumed: false };
    if (!isLeftOut(fields("order.address.text"))) return { owner: "self", isAssumed: true };
  }
  const mode = readText(told, "order.delivery_mode", 16);
  const owner = entryOf(OWNER, mode);
  if (!owner) throw new FieldError("BAD_FIELD", "order.delivery_mode", `未知配送方式：${mode}`);
  return { owner, isAssumed: false };
}

/**
 * An order.created body of our own contract in our words.
 *
 * @throws FieldError naming the field
 * @source docs/domain/channels.md#own-orders
 */
export function readOwnOrder(fields: Fields, occurredAt: Instant, account: Account): ChannelOrder {
  const { owner, isAssumed } = ownerOf(fields, account);
  const status = optionalCode(fields("order.status"), "order.status", 32) || "NEW";
  const trade = entryOf(TRADE, status);
  if (!trade) throw new FieldError("BAD_FIELD", "order.status", `未知状态：${status}`);
  const { promiseFrom, promiseAt } = booked(fields);
  const unsaid = [
    ...(isAssumed ? ["order.delivery_mode"] : []),
    ...(isBooked(fields) && promiseAt === null ? ["order.expect.to"] : []),
  ];
  const items = asArray(fields("order.items"));
  if (items.length === 0)
    throw new FieldError("MISSING_FIELD", "order.items", "订单至少要有一行商品");
  const money = readMoney(fields, items.map(asObject));
  return {
    externalNo: readText(fields("order.channel_order_id"), "order.channel_order_id", 128),
    daySeq: daySeqOf(fields("order.day_seq"), "order.day_seq"),
    storeKey: readText(fields("order.store_code"), "order.store_code", 64),
    trade,
    deliveryOwner: owner,
    placedAt: isUnset(fields("order.created_at"))
      ? occurredAt
      : clockIso(fields("order.created_at"), "order.created_at"),
    paidAt: trade === "pending_payment" ? null : occurredAt,
    promiseFrom,
    promiseAt,
    buyerName: optionalText(fields("order.buyer.name"), WRITTEN_MAX.name),
    buyerPhone: phoneText(fields),
    address: owner === "pickup" ? null : readAddress(fields),
    ...money,
    remark: optionalText(fields("order.remark"), WRITTEN_MAX.remark),
    holdKey: optionalCode(fields("order.reservation_key"), "order.reservation_key") || null,
    tags: [
      ...(isTill(fields) && trade === "completed" ? [TILL_TAG] : []),
      ...asArray(fields("order.tags"))
        .slice(0, TAGS_MAX)
        .map((tag) => optionalText(tag, 64))
        .filter((tag) => tag !== "" && tag !== TILL_TAG),
    ],
    versionAt: occurredAt,
    degraded: false,
    assumed: unsaid.length > 0 ? ({ fields: unsaid, doubt: null } satisfies Assumed) : null,
  };
}

const isTill = (fields: Fields): boolean => plainText(fields("order.delivery_mode")) === "POS";

/** So many are kept. */
const TAGS_MAX = 16;

/** Null: as soon as possible. */
export const bookedPromise = (fields: Fields): Instant | null => booked(fields).promiseAt;

/** Whoever names an hour and no kind of wish has booked it. */
function isBooked(fields: Fields): boolean {
  const type = fields("order.expect.type");
  return isUnset(type) ? !isUnset(fields("order.expect.to")) : type === "BOOKED";
}

function booked(fields: Fields): { promiseFrom: Instant | null; promiseAt: Instant | null } {
  if (!isBooked(fields)) return { promiseFrom: null, promiseAt: null };
  const read = (path: string) => (isUnset(fields(path)) ? null : readIso(fields(path), path));
  const from = read("order.expect.from");
  const to = read("order.expect.to") ?? from;
  return { promiseFrom: from ?? (to === null ? null : bookedFrom(to)), promiseAt: to };
}

function phoneText(fields: Fields): string {
  const phone = optionalText(fields("order.buyer.phone"), WRITTEN_MAX.phone);
  const ext = optionalText(fields("order.buyer.phone_ext"), 16);
  return !isUnset(ext) && phone ? `${phone}_${ext}` : phone;
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
      readFen(
        isLeftOut(fields(`order.amounts.${name}`)) ? 0 : fields(`order.amounts.${name}`),
        `order.amounts.${name}`,
      );
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
  const qty = readInt(item.qty, `${at}.qty`, [1, 99_999]);
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
  const at = clockIso(fields("occurred_at"), "occurred_at");
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
        qty: readInt(item.qty, `refund.items[${i}].qty`, [0, 99_999]),
        amountFen: readFen(item.amount_fen, `refund.items[${i}].amount_fen`),
      })),
  };
}
