import { FieldError, optionalText, yuanToFen } from "@/server/domain/channels/reading";
import type { ListedFigure } from "@/server/ports/figures";
import { asArray, asObject, type Json, type JsonObject, parseJson } from "../parse-json";

/**
 * The articles of one product in Meituan's list.
 *
 * `skus` is JSON in a string. What cannot be read is null: one strange article must not hide the others of its page.
 */
export function readListed(food: JsonObject): ListedFigure[] {
  const skus = skusOf(food.skus);
  const code = optionalText(food.app_spu_code);
  if (skus.length === 0) return code ? [{ externalSku: code, stock: null, priceFen: null }] : [];
  return skus
    .map((sku) => ({
      externalSku: optionalText(sku.sku_id) || code,
      stock: piecesOf(sku.stock),
      priceFen: fenOf(sku.price),
    }))
    .filter((row) => row.externalSku !== "");
}

function skusOf(value: Json | undefined): JsonObject[] {
  try {
    return asArray(typeof value === "string" ? parseJson(value) : value).map(asObject);
  } catch {
    return [];
  }
}

/** Unlimited stock is "" or "*" on Meituan's side: no number of pieces. */
function piecesOf(value: Json | undefined): number | null {
  const text = optionalText(value);
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function fenOf(value: Json | undefined): number | null {
  try {
    return yuanToFen(value, "price");
  } catch (error) {
    if (error instanceof FieldError) return null;
    throw error;
  }
}
