import type { DecodeRefusal } from "@/server/domain/channels/message";
import { FieldError } from "@/server/domain/channels/reading";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import { halfWidth, readCode, readCount, type SheetCell, sheetCell } from "./sheet-cell";
import { type ColumnNames, columnAt, readSheet, type SheetTable } from "./sheet-table";

/** Pieces of an article in a shop, as somebody counted them. */
export type StockFileRow = { store: string; sku: string; qty: number };

/** Rows count from 1, whatever stands above the header too: as a spreadsheet shows them. */
export type StockFile = { rows: StockFileRow[]; badRows: { row: number; reason: string }[] };

const STORE: ColumnNames = ["门店编码", "store_code"];
const SKU: ColumnNames = ["商品编码", "sku_code"];
const PIECES: ColumnNames = ["实物数量", "on_hand", "counted"];

const PIECES_MAX = 9_999_999;

/**
 * A stock-take or a snapshot as people upload it: CSV in UTF-8 (with or without BOM), UTF-16 or GBK, titles above the
 * header, headers in Chinese or English, columns in any order, others ignored. A bad row is told and left out; the rest
 * of the file goes on.
 */
export function readStockFile(bytes: Uint8Array): Result<StockFile, DecodeRefusal> {
  try {
    return ok(readTable(readSheet(bytes, [STORE, SKU, PIECES])));
  } catch (error) {
    if (error instanceof FieldError) return refuse({ code: error.code, cause: error.message });
    throw error;
  }
}

function readTable({ header, rows }: SheetTable): StockFile {
  const columns = [STORE, SKU, PIECES].map((names) => columnAt(header, names));
  const out: StockFile = { rows: [], badRows: [] };
  const seen = new Set<string>();
  for (const { row, cells } of rows) {
    try {
      const read = columns.map((at) => sheetCell(halfWidth(cells[at] ?? "")));
      out.rows.push(readRow(read, seen));
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      out.badRows.push({ row, reason: error.message });
    }
  }
  return out;
}

const NONE: SheetCell = { text: "", isText: false };

/** @throws FieldError on a bad cell, and on an article that the file has for this shop already */
function readRow(
  [store = NONE, sku = NONE, pieces = NONE]: readonly SheetCell[],
  seen: Set<string>,
): StockFileRow {
  const row = {
    store: readCode(store, STORE[0], 64),
    sku: readCode(sku, SKU[0], 128),
    qty: readCount(pieces.text, PIECES[0], [0, PIECES_MAX]),
  };
  const key = `${row.store}\n${row.sku}`;
  if (seen.has(key)) throw new FieldError("BAD_FIELD", SKU[0], "同一门店的商品重复");
  seen.add(key);
  return row;
}
