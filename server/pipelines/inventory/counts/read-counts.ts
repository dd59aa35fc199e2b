import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { Catalog } from "@/server/pipelines/catalog";
import type { Deps } from "@/server/pipelines/deps";
import { AppRefusal } from "@/server/pipelines/refusal";
import type { StockFileRow } from "@/server/ports/reader";

export type CountFile = {
  bytes: Uint8Array;
  /** The shop of all rows where the file has no such column. */
  storeId: number | null;
  /** Whether whoever chose the file may count there. */
  sees: (storeId: number) => boolean;
};

/** What the file says was counted on a shelf, in base units. */
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
export type ReadCounts = { shelves: CountedShelf[]; bad: { row: number; reason: string }[] };

/** As many as can be previewed and committed together. */
const SHELVES_MAX = 1_000;
const GRAMS = 1_000;

/**
 * What a file of counts would fill in: known shelves, and every other row with its number and why. Nothing is stored; what
 * it fills in is previewed and committed like counts that were typed.
 *
 * @throws AppRefusal when it is no such file, or too long
 */
export async function readCounts(deps: Deps, file: CountFile): Promise<ReadCounts> {
  const catalog = await deps.catalog.get();
  const store = file.storeId === null ? null : (catalog.stores.get(file.storeId)?.code ?? null);
  const read = await deps.reader.stockFile({ kind: "stock-file", bytes: file.bytes, store });
  if (!read.ok) throw new AppRefusal(read.error.code, read.error.cause);
  const { rows, badRows } = read.value;
  if (rows.length > SHELVES_MAX)
    throw new AppRefusal("TOO_MANY_ROWS", `一次最多盘点 ${SHELVES_MAX} 行，请拆成几个文件`);
  const stores = new Map([...catalog.stores.values()].map((s) => [s.code, s.id]));
  const skus = new Map([...catalog.skus.values()].map((s) => [s.code, s.id]));
  const shelves: CountedShelf[] = [];
  const bad = [...badRows];
  for (const row of rows) {
    const found = shelfOf(catalog, row, { stores, skus, sees: file.sees });
    if (found.ok) shelves.push(found.value);
    else bad.push({ row: row.row, reason: found.error });
  }
  return { shelves, bad: bad.sort((a, b) => a.row - b.row) };
}

type Known = {
  stores: ReadonlyMap<string, number>;
  skus: ReadonlyMap<string, number>;
  sees: CountFile["sees"];
};

/** @returns the shelf of a row, or in words why there is none */
function shelfOf(
  catalog: Catalog,
  { row, store: shop, sku: article, qty }: StockFileRow,
  { stores, skus, sees }: Known,
): Result<CountedShelf, string> {
  const store = catalog.stores.get(stores.get(shop) ?? 0);
  if (!store) return refuse(`门店编码: 没有门店 ${shop}`);
  if (!sees(store.id)) return refuse(`门店编码: 不能盘点其他门店 ${shop}`);
  const sku = catalog.skus.get(skus.get(article) ?? 0);
  if (!sku) return refuse(`商品编码: 没有商品 ${article}`);
  const isWeighed = sku.unit === "gram";
  if (!isWeighed && !Number.isInteger(qty)) return refuse("实物数量: 按件的商品要整数");
  const counted = isWeighed ? Math.round(qty * GRAMS) : qty;
  const { id: skuId, code, name, unit } = sku;
  return ok({ row, storeId: store.id, storeName: store.name, skuId, code, name, unit, counted });
}
