import readXlsx from "read-excel-file/node";
import { csvText } from "@/server/domain/channels";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { ReadRefusal } from "@/server/ports/reader";
import { entriesOf, unpacksAsSaid, type ZipEntry } from "./zip-entries";

const MIB = 1024 * 1024;
/** A workbook of 20 000 rows unpacks to some 15 MiB, its text to a thirtieth of that. */
const UNPACKED_MAX = 48 * MIB;
const ENTRY_MAX = 40 * MIB;
const ENTRIES_MAX = 500;
const RATIO_MAX = 200;
/** Small parts may shrink as much as they like. */
const RATIO_FROM = MIB;

const NOT_A_WORKBOOK: ReadRefusal = {
  code: "NOT_A_WORKBOOK",
  cause: "表格无法读取，请另存为 xlsx 或 csv",
};
const TOO_LARGE: ReadRefusal = {
  code: "TOO_LARGE",
  cause: "表格展开后过大，请拆成几个小文件再试",
};

/** A spreadsheet is a zip; a zip begins with PK. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** The first sheet of a workbook as CSV. Sizes are looked at, and compared with what is there, before it is unpacked. */
export async function sheetToCsv(bytes: Uint8Array): Promise<Result<Uint8Array, ReadRefusal>> {
  const entries = entriesOf(bytes);
  if (entries === null) return refuse(NOT_A_WORKBOOK);
  if (isTooLarge(entries)) return refuse(TOO_LARGE);
  if (!entries.every((entry) => unpacksAsSaid(bytes, entry))) return refuse(NOT_A_WORKBOOK);
  try {
    const rows = (await readXlsx(Buffer.from(bytes))) as unknown;
    const table =
      Array.isArray(rows) && !Array.isArray(rows[0])
        ? ((rows[0] as { data?: unknown }).data ?? rows)
        : rows;
    const cells = (table as unknown[][]).map((row) => row.map(cellText));
    return ok(Buffer.from(csvText(cells), "utf8"));
  } catch {
    return refuse(NOT_A_WORKBOOK);
  }
}

const isTooLarge = (entries: readonly ZipEntry[]): boolean =>
  entries.length > ENTRIES_MAX ||
  entries.reduce((sum, e) => sum + e.unpacked, 0) > UNPACKED_MAX ||
  entries.some(
    (e) => e.unpacked > ENTRY_MAX || (e.unpacked > RATIO_FROM && e.unpacked > RATIO_MAX * e.packed),
  );

/** Digits a spreadsheet keeps of a number, and shows of a fraction. */
const DIGITS_KEPT = 15;
const NO_DATE = "########";

/** A cell as a CSV of the same sheet has it, on one line. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === "number") return numberText(cell);
  const text = String(cell).replace(/[\r\n]+/g, " ");
  // Digits in a cell of text are all there; the mark of text says so to whoever reads the CSV.
  return text.length > DIGITS_KEPT && /^\d+$/.test(text) ? `'${text}` : text;
}

/** A sheet's dates carry no zone; what the person typed is Shanghai time. Days are fractions: seconds are rounded. */
function dateText(date: Date): string {
  const ms = Math.round(date.getTime() / 1_000) * 1_000;
  if (Number.isNaN(ms)) return NO_DATE;
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** A whole number of more digits than are kept is no longer the one that was typed: an exponent shows it as damaged. */
function numberText(n: number): string {
  return Number.isInteger(n) && Math.abs(n) >= 10 ** DIGITS_KEPT
    ? n.toExponential()
    : String(Number(n.toPrecision(DIGITS_KEPT)));
}
