import type { Account } from "@/server/domain/channels/account";
import type { ChannelAmounts, ChannelLine } from "@/server/domain/channels/message";
import {
  FieldError,
  optionalCode,
  optionalText,
  readFen,
  readInt,
  readText,
  WRITTEN_MAX,
} from "@/server/domain/channels/reading";
import { isLeftOut, isUnset } from "@/server/domain/channels/unset";
import type { Fen } from "@/server/domain/kernel/fen";
import { asArray, asObject, type Json, type JsonObject } from "../parse-json";
import { NO_AMOUNTS, shareDiscount } from "../share-discount";

type Money = {
  lines: ChannelLine[];
  amounts: ChannelAmounts;
  unreadableMoney: string | null;
  /** Fields that were not told, and for which something was taken. */
  moneyUnsaid: string[];
};

/**
 * An order's lines and money. What is off one item stands with the item; what is off the whole order stands only in
 * `discount` and falls on the lines by largest remainder, so that line payments sum to what the buyer paid for goods. What
 * is off delivery falls on its fee alone.
 *
 * @throws FieldError on what is no money
 */
export function readMoney(data: JsonObject, products: JsonObject[], account: Account): Money {
  const order = asObject(data.order);
  if (products.length === 0)
    throw new FieldError("MISSING_FIELD", "products", "订单至少要有一行商品");
  try {
    const lines = products.map(readLine);
    const off = readOff(data, products, account);
    const amounts = readAmounts(order, lines, off);
    const sold = lines.map((line) => line.paidFen);
    const shares = shareDiscount(sold, amounts);
    return {
      lines: lines.map((line, i) => ({ ...line, paidFen: shares[i] ?? line.paidFen })),
      amounts,
      unreadableMoney: null,
      moneyUnsaid: off.isShareUntold ? ["discount.baidu_rate、shop_rate"] : [],
    };
  } catch (error) {
    if (!(error instanceof FieldError) || !/fee|price|rate|discount/.test(error.field)) throw error;
    const free = products.map((p) => ({ ...p, product_price: 0, product_subsidy: {} }));
    return {
      lines: free.map(readLine),
      amounts: NO_AMOUNTS,
      unreadableMoney: error.message,
      moneyUnsaid: [],
    };
  }
}

const fenOf = (value: Json | undefined, field: string): Fen =>
  readFen(isLeftOut(value) ? 0 : value, field);

/** 免配送费, and whatever says in words that it is off delivery: its types are not documented. */
const DELIVERY_TYPES = /^(?:mian|.*(?:delivery|logistics|freight|shipping).*)$/i;
const DELIVERY_WORDS = /配送费|运费|配送券|免配送|配送红包|减配送/;

const isOfDelivery = (discount: JsonObject): boolean =>
  DELIVERY_TYPES.test(optionalText(discount.type, 64)) ||
  DELIVERY_WORDS.test(optionalText(discount.desc, 64));

/** What is off, and the platform's part of it; old answers name that only with the items. */
type Off = { allFen: number; deliveryFen: number; platformFen: number; isShareUntold: boolean };

function readOff(data: JsonObject, products: JsonObject[], account: Account): Off {
  const order = asObject(data.order);
  const listed = asArray(data.discount).map(asObject).map(partOf);
  const subsidies = products.map((p) => asObject(p.product_subsidy)).map(partOf);
  const parts = listed.length > 0 ? listed : subsidies;
  const told = sum(parts.map((part) => part.fen));
  const delivery = sum(parts.filter((part) => part.isOfDelivery).map((part) => part.fen));
  const goods = parts.filter((part) => !part.isOfDelivery);
  const settled = account.config.promotionsBy;
  const gross = fenOf(order.send_fee, "order.send_fee");
  return {
    allFen: isLeftOut(order.discount_fee)
      ? told
      : readFen(order.discount_fee, "order.discount_fee"),
    // Beyond the fee it is off the goods.
    deliveryFen: Math.min(delivery, Math.max(0, gross)),
    platformFen: sum(
      goods.map((part) => part.platformFen ?? (settled === "platform" ? part.fen : 0)),
    ),
    isShareUntold: !settled && goods.some((part) => part.fen !== 0 && part.platformFen === null),
  };
}

type Part = { fen: number; isOfDelivery: boolean; platformFen: number | null };

/** One of `discount`, or what an item says is off it. */
function partOf(part: JsonObject): Part {
  const fen = fenOf(part.fee ?? part.discount, "discount.fee");
  const isShopTold = !isLeftOut(part.shop_rate);
  const isTold = !isLeftOut(part.baidu_rate);
  const rest = isShopTold ? fen - readFen(part.shop_rate, "discount.shop_rate") : null;
  const platformFen = isTold ? readFen(part.baidu_rate, "discount.baidu_rate") : rest;
  return { fen, isOfDelivery: isOfDelivery(part), platformFen };
}

function readAmounts(order: JsonObject, lines: readonly ChannelLine[], off: Off): ChannelAmounts {
  const fen = (name: string) => fenOf(order[name], `order.${name}`);
  const itemsFen = sum(lines.map((line) => line.unitPriceFen * line.qty));
  const merchantFen = off.allFen - off.deliveryFen - off.platformFen;
  return {
    itemsFen: readFen(itemsFen, "order.total_fee"),
    merchantDiscountFen: readFen(merchantFen, "order.discount_fee"),
    platformDiscountFen: readFen(off.platformFen, "discount.baidu_rate"),
    packageFen: fen("package_fee"),
    deliveryFen: readFen(fen("send_fee") - off.deliveryFen, "order.send_fee"),
    paidFen: fen("user_fee"),
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function readLine(p: JsonObject, i: number): ChannelLine {
  const qty = readInt(p.product_amount, `products[${i}].product_amount`, [1, 99_999]);
  const unitPriceFen = fenOf(p.product_price, `products[${i}].product_price`);
  const off = fenOf(asObject(p.product_subsidy).discount, `products[${i}].discount`);
  const sku = isUnset(p.custom_sku_id) ? p.baidu_product_id : p.custom_sku_id;
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
