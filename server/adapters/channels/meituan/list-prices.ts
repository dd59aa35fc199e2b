import { FieldError, optionalCode, yuanToFen } from "@/server/domain/channels/reading";
import { isUnset } from "@/server/domain/channels/unset";
import { asFen, type Fen } from "@/server/domain/kernel/fen";
import type { Form } from "../form";
import { asArray, asObject, type JsonObject, parseJson } from "../parse-json";
import { meituanArticle } from "./order/decode-lines";
import type { Promotion } from "./order/promotions";

/** A line as it is priced. */
export type Priced = {
  detail: JsonObject;
  qty: number;
  /** `price`, of one piece: after item promotions, if the merchant has not subscribed to the price before them. */
  eachFen: Fen;
  /** The same of the whole line. */
  soldFen: Fen;
  /** `original_price`, of one piece; null where it is not told. */
  listFen: Fen | null;
};

/** What an order's sums say: `needFen` is off the prices as they stand, `goodsOff` is off the goods in all. */
type Sums = {
  form: Form;
  promotions: readonly Promotion[];
  goodsOff: number;
  needFen: number;
};

/**
 * The price of one piece before promotions, by line. Where Meituan does not tell it, the order's sums say how much of the
 * promotions is in the prices already: it is put back where it is known whose it is, by `sku_benefit_detail` or because
 * there is one such line. Else the price is taken as it stands, and that much of the promotions is not counted again.
 *
 * Nothing is in prices when the sums do not say exactly so, of some of the item promotions: then the order's money does
 * not add up, and that is seen.
 *
 * @returns `hiddenFen`: what of the promotions is in prices and was not put back
 */
export function findListPrices(
  priced: readonly Priced[],
  sums: Sums,
): { unit: Fen[]; hiddenFen: number } {
  const asTold = priced.map((p) => p.listFen ?? p.eachFen);
  const hiddenFen = sums.goodsOff - knownOff(priced, asTold) - sums.needFen;
  const lacks = priced.flatMap((p, i) => (p.listFen === null ? [i] : []));
  if (hiddenFen <= 0 || lacks.length === 0 || !isInPrices(sums))
    return { unit: asTold, hiddenFen: 0 };
  const benefits = benefitPrices(sums.form);
  const told = priced.map(
    (p, i) => p.listFen ?? benefits.get(meituanArticle(p.detail, `detail[${i}]`)) ?? null,
  );
  const unit = priced.map((p, i) => told[i] ?? p.eachFen);
  const left = sums.goodsOff - knownOff(priced, unit) - sums.needFen;
  if (left < 0) return { unit: asTold, hiddenFen };
  const [only, other] = lacks.filter((i) => told[i] === null);
  const qty = only === undefined || other !== undefined ? 0 : (priced[only]?.qty ?? 0);
  if (left === 0 || qty === 0 || left % qty !== 0) return { unit, hiddenFen: left };
  return { unit: unit.map((fen, i) => (i === only ? asFen(fen + left / qty) : fen)), hiddenFen: 0 };
}

const knownOff = (priced: readonly Priced[], unit: readonly Fen[]): number =>
  priced.reduce((off, p, i) => off + ((unit[i] ?? 0) - p.eachFen) * p.qty, 0);

/** So many promotions are tried together. */
const TRIED_MAX = 12;

/** Whether what is in the prices is the sum of some of the item promotions. */
function isInPrices({ promotions, goodsOff, needFen }: Sums): boolean {
  const items = promotions.filter((p) => p.of === "items").map((p) => p.fen);
  let sums = new Set([0]);
  for (const fen of items.slice(0, TRIED_MAX)) {
    sums = new Set([...sums].flatMap((before) => [before, before + fen]));
  }
  return sums.has(goodsOff - needFen);
}

/** No order is lost for what stands in a field that can be done without. */
function benefitPrices(form: Form): ReadonlyMap<string, Fen> {
  try {
    return readBenefits(form);
  } catch (error) {
    if (error instanceof FieldError || error instanceof SyntaxError) return new Map();
    throw error;
  }
}

/** The list prices in `sku_benefit_detail`, by article; an article with two of them has none. */
function readBenefits(form: Form): Map<string, Fen> {
  const prices = new Map<string, Fen>();
  const contrary = new Set<string>();
  const field = "sku_benefit_detail";
  for (const one of asArray(parseJson(form.sku_benefit_detail || "[]")).map(asObject)) {
    const article = optionalCode(one.sku_id, `${field}.sku_id`) || meituanArticle(one, field);
    if (article === "" || isUnset(one.originPrice)) continue;
    const fen = yuanToFen(one.originPrice, `${field}.originPrice`);
    if (prices.has(article) && prices.get(article) !== fen) contrary.add(article);
    prices.set(article, fen);
  }
  for (const article of contrary) prices.delete(article);
  return prices;
}
