import type { DecodeRefusal } from "@/server/domain/channels/message";
import { FieldError, readInt, readText } from "@/server/domain/channels/reading";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import { csvTable, headerCell, ROWS_MAX } from "./csv";

/** Pieces of an article in a shop, as somebody counted them. */
export type StockFileRow = { store: string; sku: string; qty: number };

/** Rows count from 1, the header being the first: as a spreadsheet shows them. */
export type StockFile = { rows: StockFileRow[]; badRows: { row: number; reason: string }[] };

type Column = { title: string; names: readonly string[] };
const STORE: Column = { title: "门店编码", names: ["门店编码", "store_code"] };
const SKU: Column = { title: "商品编码", names: ["商品编码", "sku_code"] };
const PIECES: Column = { title: "实物数量", names: ["实物数量", "on_hand", "counted"] };

const PIECES_MAX = 9_999_999;

/**
 * A stock-take or a snapshot as people upload it: CSV in UTF-8 (with or without BOM) or GBK, headers in Chinese or English,
 * columns in any order, others ignored. A bad row is told and left out; the rest of the file goes on.
 */
export function readStockFile(bytes: Uint8Array): Result<StockFile, DecodeRefusal> {
  try {
    return ok(readTable(csvTable(bytes)));
  } catch (error) {
    if (error instanceof FieldError) return refuse({ code: error.code, cause: error.message });
    throw error;
  }
}

function readTable(table: readonly (readonly string[])[]): StockFile {
  const header = (table[0] ?? []).map(headerCell);
  const columns = [STORE, SKU, PIECES].map(({ names }) =>
    header.findIndex((cell) => names.includes(cell)),
  );
  const missing = [STORE, SKU, PIECES].filter((_, i) => columns[i] === -1);
  if (missing.length > 0) {
    const titles = missing.map((column) => column.title).join("、");
    throw new FieldError("MISSING_FIELD", "file", `缺少列 ${titles}`);
  }
  if (table.length > ROWS_MAX + 1)
    throw new FieldError("TOO_MANY_ROWS", "file", `多于 ${ROWS_MAX} 行`);
  const out: StockFile = { rows: [], badRows: [] };
  const seen = new Set<string>();
  table.slice(1).forEach((cells, i) => {
    try {
      out.rows.push(
        readRow(
          columns.map((at) => cells[at] ?? ""),
          seen,
        ),
      );
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      out.badRows.push({ row: i + 2, reason: error.message });
    }
  });
  return out;
}

/** @throws FieldError on a bad cell, and on an article that the file has for this shop already */
function readRow([store, sku, pieces]: readonly string[], seen: Set<string>): StockFileRow {
  const row = {
    store: readText(store, STORE.title, 64),
    sku: readText(sku, SKU.title, 128),
    qty: readInt(pieces, PIECES.title, 0, PIECES_MAX),
  };
  const key = `${row.store}\n${row.sku}`;
  if (seen.has(key)) throw new FieldError("BAD_FIELD", SKU.title, "同一门店的商品重复");
  seen.add(key);
  return row;
}
