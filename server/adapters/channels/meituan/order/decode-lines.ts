import type { JsonObject } from "@/server/adapters/channels/parse-json";
import type { ChannelLine } from "@/server/domain/channels/message";
import {
  optionalCode,
  optionalText,
  plainText,
  readInt,
  readText,
  WRITTEN_MAX,
} from "@/server/domain/channels/reading";
import { asFen, type Fen } from "@/server/domain/kernel/fen";

/** Old messages spell it "quanity". */
export function quantity(d: JsonObject, i: number): number {
  return readInt(d.quantity ?? d.quanity, `detail[${i}].quantity`, [1, 99_999]);
}

/** @param unit the price of one piece before promotions, by line */
export function readLines(details: readonly JsonObject[], unit: readonly Fen[]): ChannelLine[] {
  const ids = lineIds(details);
  return details.map((d, i) => ({
    externalLineId: ids[i] ?? String(i + 1),
    externalSku: readText(skuOf(d) || d.food_name, `detail[${i}].sku_id`, 128),
    barcode: optionalCode(d.upc, `detail[${i}].upc`, 64) || null,
    name: optionalText(d.food_name, WRITTEN_MAX.goods),
    qty: quantity(d, i),
    unitPriceFen: unit[i] ?? asFen(0),
    paidFen: asFen(0),
  }));
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
