import type { Form } from "@/server/adapters/channels/form";
import {
  asArray,
  asObject,
  type JsonObject,
  parseJson,
} from "@/server/adapters/channels/parse-json";
import { NO_AMOUNTS, shareDiscount } from "@/server/adapters/channels/share-discount";
import type { Account } from "@/server/domain/channels/account";
import type { ChannelAmounts, ChannelLine } from "@/server/domain/channels/message";
import { FieldError, readFen, readInt, yuanToFen } from "@/server/domain/channels/reading";
import { isLeftOut, isUnset } from "@/server/domain/channels/unset";
import { asFen, type Fen, splitFen } from "@/server/domain/kernel/fen";
import { findListPrices, type Priced } from "../list-prices";
import { quantity, readLines } from "./decode-lines";
import { type Promotion, readPromotions } from "./promotions";

type Money = {
  lines: ChannelLine[];
  amounts: ChannelAmounts;
  unreadableMoney: string | null;
  /** Fields that were not told, and for which something was taken. */
  unsaid: string[];
};

/**
 * An order's lines and money. Meituan's `price` is after item promotions, which stand in `extras` once more: they are taken
 * off the list price, and where that is not told they are off the goods already. What is off the whole order falls on the
 * lines by largest remainder; what is off delivery falls on its fee alone.
 *
 * @throws FieldError on what is no money
 */
export function readMoney(form: Form, account: Account): Money {
  const details = asArray(parseJson(form.detail || "[]"))
    .map(asObject)
    .filter((d) => Object.keys(d).length > 0);
  if (details.length === 0) throw new FieldError("MISSING_FIELD", "detail", "订单至少要有一行商品");
  try {
    return readAll(form, account, details);
  } catch (error) {
    if (!(error instanceof FieldError) || !MONEY_FIELDS.test(error.field)) throw error;
    const lines = readLines(details, []);
    return { lines, amounts: NO_AMOUNTS, unreadableMoney: error.message, unsaid: [] };
  }
}

const MONEY_FIELDS = /price|total|fee|charge|money|discount/;

function readAll(form: Form, account: Account, details: JsonObject[]): Money {
  const priced = details.map(pricedOf);
  const { promotions, isShareUntold } = readPromotions(form, account);
  const fees = readFees(form, details, promotions);
  const goodsOff = sumOf(promotions, (p) => p.of !== "delivery") + fees.excessFen;
  const bag = readBag(form) ?? bagOf(form, priced, { fees, goodsOff });
  const packageFen = fees.boxesFen + bag;
  const sold = priced.map((p) => p.soldFen);
  const needFen = sum(sold) + packageFen + fees.deliveryFen - fees.paidFen;
  const { unit, hiddenFen } = findListPrices(priced, { form, promotions, goodsOff, needFen });
  const platformFen = sumOf(
    promotions,
    (p) => p.of !== "delivery",
    (p) => p.platformFen,
  );
  const hiddenByPlatform = hiddenShare(promotions, hiddenFen);
  const amounts: ChannelAmounts = {
    itemsFen: readFen(sum(unit.map((fen, i) => fen * (priced[i]?.qty ?? 0))), "original_price"),
    merchantDiscountFen: readFen(
      goodsOff - platformFen - (hiddenFen - hiddenByPlatform),
      "reduce_fee",
    ),
    platformDiscountFen: readFen(platformFen - hiddenByPlatform, "mt_charge"),
    packageFen: readFen(packageFen, "package_bag_money"),
    deliveryFen: readFen(fees.deliveryFen, "shipping_fee"),
    paidFen: fees.paidFen,
  };
  const shares = shareDiscount(sold, amounts);
  const lines = readLines(details, unit).map((line, i) => ({
    ...line,
    paidFen: shares[i] ?? asFen(0),
  }));
  const unsaid = [
    ...(isShareUntold ? ["extras.mt_charge、poi_charge（订阅）"] : []),
    ...(hiddenByPlatform > 0 ? ["detail.original_price"] : []),
  ];
  return { lines, amounts, unreadableMoney: null, unsaid };
}

function pricedOf(d: JsonObject, i: number): Priced {
  const qty = quantity(d, i);
  const isFree = isLeftOut(d.price) || Number(d.price) === 0;
  // A list price of nothing is none, but for what is given away.
  const isListed = isFree ? !isLeftOut(d.original_price) : !isUnset(d.original_price);
  const listFen = isListed ? yuanToFen(d.original_price, `detail[${i}].original_price`) : null;
  const eachFen =
    isLeftOut(d.price) && listFen !== null ? listFen : yuanToFen(d.price, `detail[${i}].price`);
  return {
    detail: d,
    qty,
    eachFen,
    soldFen: readFen(eachFen * qty, `detail[${i}].price`),
    listFen,
  };
}

type Fees = {
  boxesFen: number;
  /** What the buyer pays for delivery. */
  deliveryFen: number;
  /** Promotions of delivery beyond its fee: they are off the goods. */
  excessFen: number;
  paidFen: Fen;
};

function readFees(form: Form, details: JsonObject[], promotions: readonly Promotion[]): Fees {
  const gross = isLeftOut(form.shipping_fee) ? 0 : yuanToFen(form.shipping_fee, "shipping_fee");
  const off = sumOf(promotions, (p) => p.of === "delivery");
  const deliveryFen = off > 0 ? gross - Math.min(off, Math.max(0, gross)) : gross - off;
  return {
    boxesFen: sum(details.map(boxesOf)),
    deliveryFen,
    excessFen: off - (gross - deliveryFen),
    paidFen: yuanToFen(form.total, "total"),
  };
}

function boxesOf(d: JsonObject, i: number): number {
  if (isLeftOut(d.box_price)) return 0;
  return (
    yuanToFen(d.box_price, `detail[${i}].box_price`) * (isUnset(d.box_num) ? 0 : Number(d.box_num))
  );
}

/** The bag in fen, or in yuan where only that is subscribed to; null where neither is told. */
function readBag(form: Form): number | null {
  if (!isLeftOut(form.package_bag_money))
    return readInt(form.package_bag_money, "package_bag_money", [0, 1e9]);
  return isLeftOut(form.package_bag_money_yuan)
    ? null
    : yuanToFen(form.package_bag_money_yuan, "package_bag_money_yuan");
}

/** No bag costs more, fen. */
const BAG_MAX = 2_000;

/**
 * A bag that nobody told of (subscriptions 29 and 39), although the buyer paid for it: what is paid beyond everything else.
 * Only where both sums of the order say the same, before discounts and after; else there is none, and the order's money
 * does not add up.
 */
function bagOf(
  form: Form,
  priced: readonly Priced[],
  { fees, goodsOff }: { fees: Fees; goodsOff: number },
): number {
  const lists = priced.map((p) => (p.listFen ?? Number.NaN) * p.qty);
  const goods = sum(lists);
  const bag = fees.paidFen - (goods - goodsOff + fees.boxesFen + fees.deliveryFen);
  if (!(bag > 0 && bag <= BAG_MAX) || isLeftOut(form.original_price)) return 0;
  const before = yuanToFen(form.original_price, "original_price");
  const shipping = isLeftOut(form.shipping_fee) ? 0 : yuanToFen(form.shipping_fee, "shipping_fee");
  return before === goods + fees.boxesFen + shipping + bag ? bag : 0;
}

/** The platform's part of promotions that are in prices nobody knows the list price of. */
function hiddenShare(promotions: readonly Promotion[], hiddenFen: number): number {
  if (hiddenFen === 0) return 0;
  const isItem = (p: Promotion) => p.of === "items";
  const all = sumOf(promotions, isItem);
  const platform = sumOf(promotions, isItem, (p) => p.platformFen);
  const [, share = 0] = splitFen(asFen(hiddenFen), [
    Math.max(0, all - platform),
    Math.max(0, platform),
  ]);
  return share;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const sumOf = (
  promotions: readonly Promotion[],
  is: (p: Promotion) => boolean,
  of: (p: Promotion) => number = (p) => p.fen,
): number => sum(promotions.filter(is).map(of));
