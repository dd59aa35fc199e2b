import { bookedFrom } from "@/server/domain/channels/booked";
import type { ChannelAmounts, ChannelLine, ChannelOrder } from "@/server/domain/channels/message";
import {
  FieldError,
  optionalCode,
  optionalText,
  plainText,
  readFen,
  readInt,
  readSeconds,
  readText,
  WRITTEN_MAX,
} from "@/server/domain/channels/reading";
import { asFen } from "@/server/domain/kernel/fen";
import type { DeliveryOwner } from "@/server/domain/orders/axes";
import { toGcj02 } from "../coordinates";
import { asArray, asObject, entryOf, type Json, type JsonObject } from "../parse-json";
import { shareDiscount } from "../share-discount";

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
 * @source reference/channels.md §3.1
 */
export function readElemeOrder(data: JsonObject): ChannelOrder {
  const order = asObject(data.order);
  const user = asObject(data.user);
  const status = readText(order.status, "order.status", 4);
  const trade = entryOf(TRADE, status);
  if (!trade) throw new FieldError("BAD_FIELD", "order.status", `饿了么没有这个状态：${status}`);
  const placedAt = readSeconds(order.create_time, "order.create_time");
  const instant = plainText(order.send_immediately) !== "2";
  return {
    externalNo: readText(order.order_id, "order.order_id", 32),
    daySeq:
      order.order_index == null ? null : readInt(order.order_index, "order.order_index", 0, 1e7),
    storeKey: shopOf(asObject(data.shop)),
    trade,
    deliveryOwner: ownerOf(order),
    placedAt,
    paidAt: plainText(order.pay_status) === "1" ? null : placedAt,
    ...promiseOf(order, instant),
    buyerName: optionalText(user.name, WRITTEN_MAX.name),
    buyerPhone: optionalText(plainText(user.phone) || user.privacy_phone, WRITTEN_MAX.phone),
    address: readAddress(user),
    ...readMoney(data, order, productsOf(data.products)),
    remark: optionalText(order.remark, WRITTEN_MAX.remark),
    tags: [],
    versionAt: newest(order, placedAt),
    degraded: plainText(order.down_flag) === "1",
  };
}

const shopOf = (shop: JsonObject) =>
  readText(plainText(shop.baidu_shop_id) || shop.id, "shop.baidu_shop_id", 64);

function ownerOf(order: JsonObject): DeliveryOwner {
  if (plainText(order.business_type) === "1") return "pickup";
  return plainText(order.delivery_party) === "6" ? "self" : "platform";
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

/** The window that was booked; of an order to be sent at once only its end, where there is one. */
function promiseOf(
  order: JsonObject,
  instant: boolean,
): Pick<ChannelOrder, "promiseFrom" | "promiseAt"> {
  const read = (name: "send_time" | "latest_send_time") =>
    Number(order[name] ?? 0) > 0 ? readSeconds(order[name], `order.${name}`) : null;
  const [from, to] = [read("send_time"), read("latest_send_time")];
  if (instant) return { promiseFrom: null, promiseAt: to };
  const end = to ?? from;
  return { promiseFrom: from ?? (end === null ? null : bookedFrom(end)), promiseAt: end };
}

const STEPS = [
  "confirm_time",
  "pickup_time",
  "delivery_time",
  "finished_time",
  "cancel_time",
] as const;

function newest(order: JsonObject, placedAt: ChannelOrder["placedAt"]): ChannelOrder["placedAt"] {
  const times = STEPS.map((name) => Number(order[name] ?? 0)).filter((s) => s > 0);
  const last = Math.max(placedAt / 1000, ...times);
  return readSeconds(Math.floor(last), "order.*_time");
}

/** Bags of items, flattened; gifts keep their place with price zero. */
function productsOf(value: Json | undefined): JsonObject[] {
  return asArray(value)
    .flatMap((bag) => (Array.isArray(bag) ? bag : [bag]))
    .map(asObject);
}

/**
 * What is off one item stands with the item; what is off the whole order stands only in `discount` and falls on the
 * lines by largest remainder, so that line payments sum to what the buyer paid for goods.
 */
type Money = { lines: ChannelLine[]; amounts: ChannelAmounts; unreadableMoney: string | null };

function readMoney(data: JsonObject, order: JsonObject, products: JsonObject[]): Money {
  if (products.length === 0)
    throw new FieldError("MISSING_FIELD", "products", "订单至少要有一行商品");
  try {
    const lines = products.map(readLine);
    const amounts = readAmounts(order, lines, platformPart(data, products));
    const sold = lines.map((line) => line.paidFen);
    const shares = shareDiscount(sold, amounts);
    return {
      lines: lines.map((line, i) => ({ ...line, paidFen: shares[i] ?? line.paidFen })),
      amounts,
      unreadableMoney: null,
    };
  } catch (error) {
    if (!(error instanceof FieldError) || !/fee|price|rate|discount/.test(error.field)) throw error;
    const free = products.map((p) => ({ ...p, product_price: 0, product_subsidy: {} }));
    return {
      lines: free.map(readLine),
      amounts: NOTHING,
      unreadableMoney: error.message,
    };
  }
}

const NOTHING: ChannelAmounts = {
  itemsFen: asFen(0),
  merchantDiscountFen: asFen(0),
  platformDiscountFen: asFen(0),
  packageFen: asFen(0),
  deliveryFen: asFen(0),
  paidFen: asFen(0),
};

/** The platform's part of all discounts; old answers name it only with the items. */
function platformPart(data: JsonObject, products: JsonObject[]): number {
  const listed = asArray(data.discount).map(asObject);
  const parts = listed.length > 0 ? listed : products.map((p) => asObject(p.product_subsidy));
  return parts.reduce((sum, part) => sum + readFen(part.baidu_rate ?? 0, "discount.baidu_rate"), 0);
}

function readAmounts(
  order: JsonObject,
  lines: readonly ChannelLine[],
  platformFen: number,
): ChannelAmounts {
  const fen = (name: string) => readFen(order[name] ?? 0, `order.${name}`);
  const itemsFen = lines.reduce((sum, line) => sum + line.unitPriceFen * line.qty, 0);
  return {
    itemsFen: readFen(itemsFen, "order.total_fee"),
    merchantDiscountFen: readFen(fen("discount_fee") - platformFen, "order.discount_fee"),
    platformDiscountFen: readFen(platformFen, "discount.baidu_rate"),
    packageFen: fen("package_fee"),
    deliveryFen: fen("send_fee"),
    paidFen: fen("user_fee"),
  };
}

function readLine(p: JsonObject, i: number): ChannelLine {
  const qty = readInt(p.product_amount, `products[${i}].product_amount`, 1, 99_999);
  const unitPriceFen = readFen(p.product_price ?? 0, `products[${i}].product_price`);
  const off = readFen(asObject(p.product_subsidy).discount ?? 0, `products[${i}].discount`);
  const sku = plainText(p.custom_sku_id) || plainText(p.baidu_product_id);
  return {
    externalLineId:
      optionalCode(p.sub_biz_order_id, `products[${i}].sub_biz_order_id`) || String(i + 1),
    externalSku: readText(sku, `products[${i}].custom_sku_id`, 128),
    barcode: optionalCode(p.upc, `products[${i}].upc`, 64) || null,
    name: optionalText(p.product_name, WRITTEN_MAX.goods),
    qty,
    unitPriceFen,
    paidFen: readFen(unitPriceFen * qty - off, `products[${i}].product_price`),
  };
}
