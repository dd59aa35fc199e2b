import { type CountedShelf, readCountRow } from "@/server/domain/inventory";
import type { Deps } from "@/server/pipelines/deps";
import { AppRefusal } from "@/server/pipelines/refusal";

type CountFile = {
  bytes: Uint8Array;
  /** The shop of all rows where the file has no such column. */
  storeId: number | null;
  /** Whether whoever chose the file may count there. */
  sees: (storeId: number) => boolean;
};

type ReadCounts = { shelves: CountedShelf[]; bad: { row: number; reason: string }[] };

/** As many as can be previewed and committed together. */
const SHELVES_MAX = 1_000;

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
  const stores = new Map([...catalog.stores.values()].map((s) => [s.code, s]));
  const skus = new Map([...catalog.skus.values()].map((s) => [s.code, s]));
  const names = {
    storeBy: (code: string) => stores.get(code),
    skuBy: (code: string) => skus.get(code),
    sees: file.sees,
  };
  const shelves: CountedShelf[] = [];
  const bad = [...badRows];
  for (const row of rows) {
    const found = readCountRow(row, names);
    if (found.ok) shelves.push(found.value);
    else bad.push({ row: row.row, reason: found.error });
  }
  return { shelves, bad: bad.sort((a, b) => a.row - b.row) };
}
