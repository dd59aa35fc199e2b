import type { Account } from "@/server/domain/channels/account";
import { bookedFrom } from "@/server/domain/channels/booked";
import type { ChannelOrder } from "@/server/domain/channels/message";
import {
  FieldError,
  optionalText,
  plainText,
  readText,
  WRITTEN_MAX,
} from "@/server/domain/channels/reading";
import {
  assumedOf,
  clockOf,
  daySeqOf,
  firstSet,
  isUnset,
  UNTOLD,
  wishedAt,
} from "@/server/domain/channels/unset";
import type { Instant } from "@/server/domain/kernel/instant";
import { toGcj02 } from "../coordinates";
import { findOwner, type ToldOwner } from "../delivery-owner";
import { asArray, asObject, entryOf, type Json, type JsonObject } from "../parse-json";
import { readMoney } from "./decode-money";

const TRADE: Record<string, ChannelOrder["trade"]> = {
  "1": "paid",
  "5": "accepted",
  "7": "accepted",
  "8": "accepted",
  "9": "completed",
  "10": "cancelled",
};

/**
 * The answer to order.get in our words. Amounts are fen already.
 *
 * @throws FieldError naming the platform's field
 * @source docs/domain/channels.md#eleme-order
 */
export function readElemeOrder(data: JsonObject, account: Account): ChannelOrder {
  const order = asObject(data.order);
  const user = asObject(data.user);
  const status = readText(order.status, "order.status", 4);
  const trade = entryOf(TRADE, status);
  if (!trade) throw new FieldError("BAD_FIELD", "order.status", `饿了么没有这个状态：${status}`);
  const placedAt = clockOf([order.create_time], "order.create_time");
  const { owner, fields, doubt } = findOwner(toldOwner(order, user), account);
  const { unsaid, ...wish } = wishOf(order, placedAt);
  const { moneyUnsaid, ...money } = readMoney(data, productsOf(data.products), account);
  return {
    externalNo: readText(order.order_id, "order.order_id", 32),
    daySeq: daySeqOf(order.order_index, "order.order_index"),
    storeKey: shopOf(asObject(data.shop)),
    trade,
    deliveryOwner: owner,
    placedAt,
    paidAt: plainText(order.pay_status) === "1" ? null : placedAt,
    ...wish,
    buyerName: optionalText(user.name, WRITTEN_MAX.name),
    buyerPhone: optionalText(plainText(user.phone) || user.privacy_phone, WRITTEN_MAX.phone),
    address: readAddress(user),
    ...money,
    remark: optionalText(order.remark, WRITTEN_MAX.remark),
    tags: [],
    versionAt: newest(order, placedAt),
    degraded: plainText(order.down_flag) === "1",
    assumed: assumedOf([...fields, ...unsaid, ...moneyUnsaid], doubt),
  };
}

const shopOf = (shop: JsonObject) =>
  readText(firstSet([shop.baidu_shop_id, shop.id]), "shop.baidu_shop_id", 64);

const BUSINESS: Record<string, boolean> = { "0": false, "1": true };
/** 1 to 5 蜂鸟 and its crowds, 6 the merchant's own, 7 全城送, 8 express. */
const PARTIES: Record<string, "self" | "platform"> = {
  "1": "platform",
  "2": "platform",
  "3": "platform",
  "4": "platform",
  "5": "platform",
  "6": "self",
  "7": "platform",
  "8": "platform",
};

function toldOwner(order: JsonObject, user: JsonObject): ToldOwner {
  const business = plainText(order.business_type);
  const party = plainText(order.delivery_party);
  const isPickup = entryOf(BUSINESS, business) ?? null;
  const carrier = entryOf(PARTIES, party) ?? null;
  const missing = [
    ...(isPickup === null ? [untold("order.business_type", business)] : []),
    ...(carrier === null ? [untold("order.delivery_party", party)] : []),
  ];
  const [address, remark] = [plainText(user.address), plainText(order.remark)];
  return { isPickup, carrier, missing, address, remark };
}

const untold = (name: string, value: string): string =>
  isUnset(value) ? name : `${name}=${optionalText(value, 16)}（未知取值）`;

/**
 * When the order is wished. Times that nobody wished are 0 or 1, and `send_immediately` may be missing: an hour that begins
 * after the order was placed was booked.
 */
function wishOf(order: JsonObject, placedAt: Instant) {
  const from = wishedAt(order.send_time, "order.send_time");
  const to = wishedAt(order.latest_send_time, "order.latest_send_time");
  const told = plainText(order.send_immediately);
  const isBooked =
    told === "2" || (told !== "1" && placedAt !== UNTOLD && from !== null && from > placedAt);
  const promiseAt = to ?? (isBooked ? from : null);
  const unsaid = [
    ...(placedAt === UNTOLD ? ["order.create_time"] : []),
    ...(isBooked && promiseAt === null ? ["order.send_time、latest_send_time"] : []),
  ];
  const start = from ?? (promiseAt === null ? null : bookedFrom(promiseAt));
  return { promiseFrom: isBooked ? start : null, promiseAt, unsaid };
}

/** `coord_amap` is GCJ-02; where only Baidu's point is there it is converted. */
function readAddress(user: JsonObject): ChannelOrder["address"] {
  const amap = asObject(user.coord_amap);
  const baidu = asObject(user.coord);
  const point =
    toGcj02(Number(amap.longitude), Number(amap.latitude), "GCJ02") ??
    toGcj02(Number(baidu.longitude), Number(baidu.latitude), "BD09");
  return {
    text: optionalText(user.address, WRITTEN_MAX.address),
    lngE6: point?.lngE6 ?? null,
    latE6: point?.latE6 ?? null,
  };
}

const STEPS = [
  "confirm_time",
  "pickup_time",
  "delivery_time",
  "finished_time",
  "cancel_time",
] as const;

function newest(order: JsonObject, placedAt: ChannelOrder["placedAt"]): ChannelOrder["placedAt"] {
  const times = STEPS.map((name) => clockOf([order[name]], `order.${name}`));
  return Math.max(placedAt, ...times) as Instant;
}

/** Bags of items, flattened; gifts keep their place with price zero. */
function productsOf(value: Json | undefined): JsonObject[] {
  return asArray(value)
    .flatMap((bag) => (Array.isArray(bag) ? bag : [bag]))
    .map(asObject);
}
