import type { DecodeRefusal } from "@/server/domain/channels/message";
import { FieldError } from "@/server/domain/channels/reading";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { StockFile, StockFileRow } from "@/server/ports/reader";
import { halfWidth, readCode, readCount, type SheetCell, sheetCell } from "./sheet-cell";
import { type ColumnNames, columnAt, readSheet, type SheetTable } from "./sheet-table";

const STORE: ColumnNames = ["门店编码", "store_code"];
const SKU: ColumnNames = ["商品编码", "sku_code"];
const PIECES: ColumnNames = ["实物数量", "on_hand", "counted"];

const PIECES_MAX = 9_999_999;

/**
 * A stock-take or a snapshot as people upload it: CSV in UTF-8 (with or without BOM), UTF-16 or GBK, titles above the
 * header, headers in Chinese or English, columns in any order, others ignored. A bad row is told and left out; the rest
 * of the file goes on.
 *
 * @param store the shop of all rows where the file names none; null makes its column one that must be there
 */
export function readStockFile(
  bytes: Uint8Array,
  store: string | null = null,
): Result<StockFile, DecodeRefusal> {
  try {
    const needed = store === null ? [STORE, SKU, PIECES] : [SKU, PIECES];
    return ok(readTable(readSheet(bytes, needed), store));
  } catch (error) {
    if (error instanceof FieldError) return refuse({ code: error.code, cause: error.message });
    throw error;
  }
}

function readTable({ header, rows }: SheetTable, store: string | null): StockFile {
  const columns = [STORE, SKU, PIECES].map((names) => columnAt(header, names));
  const out: StockFile = { rows: [], badRows: [] };
  const seen = new Set<string>();
  for (const { row, cells } of rows) {
    try {
      const [shop = NONE, sku = NONE, pieces = NONE] = columns.map((at) =>
        sheetCell(halfWidth(cells[at] ?? "")),
      );
      const named = columns[0] === -1 && store !== null ? { text: store, isText: true } : shop;
      out.rows.push({ row, ...readRow([named, sku, pieces], seen) });
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
  [store, sku, pieces]: readonly [SheetCell, SheetCell, SheetCell],
  seen: Set<string>,
): Omit<StockFileRow, "row"> {
  const row = {
    store: readCode(store, STORE[0], 64),
    sku: readCode(sku, SKU[0], 128),
    qty: readAmount(pieces.text),
  };
  const key = `${row.store}\n${row.sku}`;
  if (seen.has(key)) throw new FieldError("BAD_FIELD", SKU[0], "同一门店的商品重复");
  seen.add(key);
  return row;
}

const KILOS = /^(\d{1,3}(?:,\d{3})+|\d{1,7})\.(\d{1,3})0*$/;

/** Pieces, or kilograms to the gram: which of the two, only the article says. @throws FieldError when it is neither */
function readAmount(text: string): number {
  const m = KILOS.exec(text);
  if (!m) return readCount(text, PIECES[0], [0, PIECES_MAX]);
  const amount = Number(`${m[1]?.replaceAll(",", "")}.${m[2]}`);
  if (amount > PIECES_MAX) throw new FieldError("BAD_FIELD", PIECES[0], `大于 ${PIECES_MAX}`);
  return amount;
}
