import { ok, type Result, refuse } from "../../kernel/result";

/** What somebody counted of an article in a shop, by their codes; qty in pieces, or kilograms of weighed goods. */
type CountRow = { row: number; store: string; sku: string; qty: number };

/** What a row says was counted on a shelf, in base units. */
export type CountedShelf = {
  row: number;
  storeId: number;
  storeName: string;
  skuId: number;
  code: string;
  name: string;
  unit: "piece" | "gram";
  counted: number;
};

/** Shops and articles by their codes, and where whoever counted may count. */
export type CountNames = {
  storeBy: (code: string) => { id: number; name: string } | undefined;
  skuBy: (
    code: string,
  ) => { id: number; code: string; name: string; unit: "piece" | "gram" } | undefined;
  sees: (storeId: number) => boolean;
};

const GRAMS = 1_000;

/** @returns the shelf of a row, or in words why there is none: its column, then the reason */
export function readCountRow(
  { row, store: shop, sku: article, qty }: CountRow,
  { storeBy, skuBy, sees }: CountNames,
): Result<CountedShelf, string> {
  const store = storeBy(shop);
  if (!store) return refuse(`门店编码: 没有门店 ${shop}`);
  if (!sees(store.id)) return refuse(`门店编码: 不能盘点其他门店 ${shop}`);
  const sku = skuBy(article);
  if (!sku) return refuse(`商品编码: 没有商品 ${article}`);
  const isWeighed = sku.unit === "gram";
  if (!isWeighed && !Number.isInteger(qty)) return refuse("实物数量: 按件的商品要整数");
  const counted = isWeighed ? Math.round(qty * GRAMS) : qty;
  const { id: skuId, code, name, unit } = sku;
  return ok({ row, storeId: store.id, storeName: store.name, skuId, code, name, unit, counted });
}
