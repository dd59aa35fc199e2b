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
  yuanToFen,
} from "@/server/domain/channels/reading";
import { asFen, type Fen } from "@/server/domain/kernel/fen";
import type { DeliveryOwner } from "@/server/domain/orders/axes";
import { toGcj02 } from "../coordinates";
import type { Form } from "../form";
import { asArray, asObject, entryOf, type JsonObject, parseJson } from "../parse-json";
import { shareDiscount } from "../share-discount";

const TRADE: Record<string, ChannelOrder["trade"]> = {
  "1": "pending_payment",
  "2": "paid",
  "3": "paid",
  "4": "accepted",
  "6": "accepted",
  "8": "completed",
  "9": "cancelled",
};

/** Codes with which the merchant's own riders carry; every other one is a rider of Meituan's. */
const SELF_CODES = new Set(["0000", "0002", "0016", "0033", "00009002", "00009003", "999", "5001"]);

/**
 * A Meituan order in our words.
 *
 * @throws FieldError naming Meituan's field
 * @source reference/channels.md §2.3
 */
export function readMeituanOrder(form: Form): ChannelOrder {
  const status = readText(form.status, "status", 4);
  const trade = entryOf(TRADE, status);
  if (!trade) throw new FieldError("BAD_FIELD", "status", `美团没有这个状态：${status}`);
  const wished = readInt(form.delivery_time || "0", "delivery_time", 0, 4_100_000_000);
  const point = toGcj02(Number(form.longitude), Number(form.latitude), "");
  const placedAt = readSeconds(form.ctime || form.timestamp, "ctime");
  return {
    externalNo: readText(form.order_id, "order_id", 32),
    daySeq: form.day_seq ? readInt(form.day_seq, "day_seq", 0, 1e7) : null,
    storeKey: readText(form.app_poi_code, "app_poi_code", 128),
    trade,
    deliveryOwner: ownerOf(form),
    placedAt,
    paidAt: trade === "pending_payment" ? null : placedAt,
    promiseFrom: wished > 0 ? bookedFrom(readSeconds(wished, "delivery_time")) : null,
    promiseAt: wished > 0 ? readSeconds(wished, "delivery_time") : estimate(form),
    buyerName: optionalText(form.recipient_name, WRITTEN_MAX.name),
    buyerPhone: optionalText(form.recipient_phone, WRITTEN_MAX.phone),
    address: {
      text: optionalText(form.recipient_address, WRITTEN_MAX.address),
      lngE6: point?.lngE6 ?? null,
      latE6: point?.latE6 ?? null,
    },
    ...readMoney(form),
    remark: optionalText(form.caution, WRITTEN_MAX.remark),
    tags: form.is_pre_sale_order === "true" ? ["presale"] : [],
    versionAt: readSeconds(form.utime || form.timestamp, "utime"),
    degraded: form.incmp_code === "-1",
  };
}

function ownerOf(form: Form): DeliveryOwner {
  if (form.pick_type === "1") return "pickup";
  return SELF_CODES.has(form.logistics_code ?? "") ? "self" : "platform";
}

function estimate(form: Form): ChannelOrder["promiseAt"] {
  const seconds = Number(form.estimate_arrival_time || "0");
  return seconds > 0 ? readSeconds(seconds, "estimate_arrival_time") : null;
}

type Money = { lines: ChannelLine[]; amounts: ChannelAmounts; unreadableMoney: string | null };

/**
 * Meituan's `price` is after item promotions; order-level benefits fall on the lines by largest remainder, so that line
 * payments sum to what the buyer paid for goods.
 */
function readMoney(form: Form): Money {
  const details = asArray(parseJson(form.detail || "[]"))
    .map(asObject)
    .filter((d) => Object.keys(d).length > 0);
  if (details.length === 0) throw new FieldError("MISSING_FIELD", "detail", "订单至少要有一行商品");
  try {
    const amounts = readAmounts(form, details);
    const lines = readLines(details);
    const sold = details.map((d, i) =>
      readFen(soldPrice(d, i) * quantity(d, i), `detail[${i}].price`),
    );
    const shares = shareDiscount(sold, amounts);
    lines.forEach((line, i) => {
      line.paidFen = shares[i] ?? asFen(0);
    });
    return { lines, amounts, unreadableMoney: null };
  } catch (error) {
    if (!(error instanceof FieldError) || !MONEY_FIELDS.test(error.field)) throw error;
    return {
      lines: readLines(details.map((d) => ({ ...d, price: 0, original_price: "0" }))),
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

const MONEY_FIELDS = /price|total|fee|charge|money|discount/;

function readAmounts(form: Form, details: JsonObject[]): ChannelAmounts {
  const itemsFen = details.reduce((sum, d, i) => sum + listPrice(d, i) * quantity(d, i), 0);
  const boxes = details.reduce(
    (sum, d, i) =>
      sum + yuanToFen(d.box_price ?? 0, `detail[${i}].box_price`) * Number(d.box_num ?? 0),
    0,
  );
  const bag = form.package_bag_money
    ? readInt(form.package_bag_money, "package_bag_money", 0, 1e9)
    : 0;
  let platformFen = 0;
  let merchantFen = 0;
  for (const extra of asArray(parseJson(form.extras || "[]")).map(asObject)) {
    if (extra.reduce_fee === undefined) continue; // The list often ends with an empty element.
    const reduce = yuanToFen(extra.reduce_fee, "extras.reduce_fee");
    const byPlatform =
      extra.mt_charge === undefined ? 0 : yuanToFen(extra.mt_charge, "extras.mt_charge");
    platformFen += byPlatform;
    merchantFen += reduce - byPlatform;
  }
  return {
    itemsFen: readFen(itemsFen, "original_price"),
    merchantDiscountFen: readFen(merchantFen, "reduce_fee"),
    platformDiscountFen: readFen(platformFen, "mt_charge"),
    packageFen: readFen(boxes + bag, "package_bag_money"),
    deliveryFen: yuanToFen(form.shipping_fee || "0", "shipping_fee"),
    paidFen: yuanToFen(form.total, "total"),
  };
}

/** After item promotions: those fall on their own line, only what is off the whole order is shared. */
function soldPrice(d: JsonObject, i: number): Fen {
  return d.price === undefined || d.price === "" || d.price === null
    ? listPrice(d, i)
    : yuanToFen(d.price, `detail[${i}].price`);
}

/** Before promotions where Meituan gives it, since the promotions stand in `extras`. */
function listPrice(d: JsonObject, i: number): Fen {
  const original = d.original_price;
  return original === undefined || original === "" || original === null
    ? yuanToFen(d.price, `detail[${i}].price`)
    : yuanToFen(original, `detail[${i}].original_price`);
}

/** Old messages spell it "quanity". */
function quantity(d: JsonObject, i: number): number {
  return readInt(d.quantity ?? d.quanity, `detail[${i}].quantity`, 1, 99_999);
}

function readLines(details: readonly JsonObject[]): ChannelLine[] {
  const ids = lineIds(details);
  return details.map((d, i) => readLine(d, i, ids[i] ?? String(i + 1)));
}

function readLine(d: JsonObject, i: number, externalLineId: string): ChannelLine {
  return {
    externalLineId,
    externalSku: readText(skuOf(d) || d.food_name, `detail[${i}].sku_id`, 128),
    barcode: optionalCode(d.upc, `detail[${i}].upc`, 64) || null,
    name: optionalText(d.food_name, WRITTEN_MAX.goods),
    qty: quantity(d, i),
    unitPriceFen: listPrice(d, i),
    paidFen: asFen(0),
  };
}

/**
 * Refunds name a line by its SKU and not always by `item_id`, so the SKU is its name; where several lines of an order have
 * the same, `item_id` or its place tells them apart: `sku#item`.
 */
function lineIds(details: readonly JsonObject[]): string[] {
  const skus = details.map((d, i) => meituanArticle(d, `detail[${i}]`));
  return details.map((d, i) => {
    const sku = skus[i] ?? "";
    const isOne = skus.filter((other) => other === sku).length === 1;
    if (sku === "") return optionalCode(d.item_id, `detail[${i}].item_id`) || String(i + 1);
    return isOne ? sku : `${sku}#${optionalCode(d.item_id, `detail[${i}].item_id`) || i + 1}`;
  });
}

export const meituanArticle = (item: JsonObject, field: string): string =>
  optionalCode(skuOf(item), `${field}.sku_id`);

/** How a refund names a line: exactly, and by its article. */
export function meituanLineName(
  item: JsonObject,
  field: string,
): { externalLineId: string; article: string } {
  const article = meituanArticle(item, field);
  const id = optionalCode(item.item_id, `${field}.item_id`);
  if (article === "") return { externalLineId: id, article };
  return { externalLineId: id ? `${article}#${id}` : article, article };
}

const skuOf = (item: JsonObject): string => plainText(item.sku_id) || plainText(item.app_food_code);
