import { FieldError } from "@/server/domain/channels/reading";
import { type CsvRow, type CsvSource, csvRows, decodeText } from "./csv";
import { halfWidth, sheetCell } from "./sheet-cell";

/** As many rows below the header as are taken in at once. */
const ROWS_MAX = 20_000;
/** Titles and remarks may stand above the header: it is one of so many rows, empty ones counted. */
const HEADER_WITHIN = 30;
/** Excel's "Unicode text" has tabs, Excel where the comma is a decimal mark has semicolons. */
const DELIMITERS = [",", "\t", ";"];

/** The names a column may have in a header; the first is told to people. */
export type ColumnNames = readonly [string, ...string[]];
export type SheetTable = { header: string[]; rows: CsvRow[] };

/**
 * The table in a file: its header, and the rows below it that are not empty.
 *
 * @param needed the columns that make a row the header
 * @throws FieldError when there is no such row, naming the columns that the nearest one lacks, or too many rows
 */
export function readSheet(body: Uint8Array, needed: readonly ColumnNames[]): SheetTable {
  const text = decodeText(body);
  let fewest: readonly ColumnNames[] = needed;
  for (const delimiter of DELIMITERS) {
    for (const { row, cells } of csvRows({ text, delimiter }, HEADER_WITHIN)) {
      const header = cells.map(headerCell);
      const missing = needed.filter((names) => !names.some((name) => header.includes(name)));
      if (missing.length === 0) return { header, rows: rowsBelow(row, { text, delimiter }) };
      if (missing.length < fewest.length) fewest = missing;
    }
  }
  const titles = fewest.map(([title]) => title).join("、");
  throw new FieldError("MISSING_FIELD", "表格", `缺少列 ${titles}`);
}

function rowsBelow(header: number, source: CsvSource): CsvRow[] {
  const rows: CsvRow[] = [];
  for (const one of csvRows(source)) {
    if (one.row <= header) continue;
    if (rows.length === ROWS_MAX)
      throw new FieldError("TOO_MANY_ROWS", "表格", `多于 ${ROWS_MAX} 行`);
    rows.push(one);
  }
  return rows;
}

/** A header's cell as it was meant: brackets of either width, a star before what must be filled in, no spaces. */
const headerCell = (raw: string): string =>
  halfWidth(sheetCell(raw).text).replace(/\s+/g, "").replace(/^\*/, "");

/**
 * Where a column stands in a header.
 *
 * @returns -1 when it is not there
 * @throws FieldError when it is there twice: nobody can tell which one is meant
 */
export function columnAt(header: readonly string[], names: ColumnNames): number {
  const at = header.findIndex((cell) => names.includes(cell));
  if (header.some((cell, i) => i > at && at !== -1 && names.includes(cell)))
    throw new FieldError("BAD_FIELD", "表格", `列 ${names[0]} 重复`);
  return at;
}
