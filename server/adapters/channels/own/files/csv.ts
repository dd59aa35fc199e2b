import { FieldError } from "@/server/domain/channels/reading";

/** As it stands in the file. `row` counts from 1, empty rows too: as a spreadsheet shows it. */
export type CsvRow = { row: number; cells: string[] };

/** Lines as no honest sheet has them: cells of a row, UTF-16 units of a row. */
const CELLS_MAX = 1_000;
const ROW_MAX = 64 * 1024;

/** A text of cells. The delimiter is one character. */
export type CsvSource = { text: string; delimiter: string };
/** `end` is where the delimiter, the line's end or the text's end stands. */
type Cell = { text: string; end: number };

/**
 * The text of a file: UTF-8 as everybody should write it, UTF-16 with its mark as Excel's "Unicode text" is, GB18030 as
 * Excel in China still writes CSV. The same bytes always give the same text.
 */
export function decodeText(body: Uint8Array): string {
  const [a, b, c] = body;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(body);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(body);
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder("utf-8").decode(body);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return new TextDecoder("gb18030").decode(body);
  }
}

/**
 * The rows of a text of cells one after another, without those that are empty. A quote that opens or closes no cell is
 * a character like any other. A line break within a cell becomes a space.
 *
 * @param last the number of the last row that is looked at
 * @throws FieldError at a row that is longer, or has more cells, than any honest one
 */
export function* csvRows(source: CsvSource, last = Number.POSITIVE_INFINITY): Generator<CsvRow> {
  const { text } = source;
  let widest = 0;
  let at = 0;
  for (let row = 1; at < text.length && row <= last; row += 1) {
    if (!isLineEnd(text.charCodeAt(at))) {
      const { cells, end } = readRow(source, { row, at, widest });
      widest = Math.max(widest, cells.length);
      if (cells.some((cell) => cell.trim() !== "")) yield { row, cells };
      at = end;
    }
    at += text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? 2 : 1;
  }
}

type Place = { row: number; at: number; widest: number };

function readRow(source: CsvSource, { row, at, widest }: Place): { cells: string[]; end: number } {
  const cells: string[] = [];
  for (let from = at; ; ) {
    const cell = quotedCell(source, from, widest) ?? plainCell(source, from);
    cells.push(cell.text);
    if (cells.length > CELLS_MAX)
      throw new FieldError("BAD_FIELD", "表格", `第 ${row} 行多于 ${CELLS_MAX} 列`);
    if (cell.end - at > ROW_MAX)
      throw new FieldError("BAD_FIELD", "表格", `第 ${row} 行多于 ${ROW_MAX} 个字符`);
    if (source.text[cell.end] !== source.delimiter) return { cells, end: cell.end };
    from = cell.end + 1;
  }
}

function plainCell({ text, delimiter }: CsvSource, from: number): Cell {
  const code = delimiter.charCodeAt(0);
  let end = from;
  for (; end < text.length; end += 1) {
    const c = text.charCodeAt(end);
    if (c === code || isLineEnd(c)) break;
  }
  return { text: text.slice(from, end), end };
}

/**
 * Every scan stops at the next quote that stands alone, and a cell that opens between the two closes at once: together
 * they pass over the text a few times at most.
 *
 * @returns null when the cell is not quoted, or its first quote is a stray one
 */
function quotedCell(source: CsvSource, from: number, widest: number): Cell | null {
  const { text, delimiter } = source;
  const open = afterBlanks(source, from);
  if (text[open] !== '"') return null;
  const close = closingQuote(text, open);
  if (close === null) return null;
  const end = afterBlanks(source, close + 1);
  const after = text.charCodeAt(end);
  if (end < text.length && text[end] !== delimiter && !isLineEnd(after)) return null;
  const inner = text.slice(open + 1, close).replaceAll('""', '"');
  if (!/[\r\n]/.test(inner)) return { text: inner, end };
  // Two stray quotes in two rows look like one cell of several lines; such a cell holds most of a row.
  const delimiters = inner.split(delimiter).length - 1;
  if (widest > 1 && delimiters > (widest - 1) / 2) return null;
  return { text: inner.replace(/[\r\n]+/g, " "), end };
}

function closingQuote(text: string, open: number): number | null {
  for (let at = open + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at === -1 || at - open > ROW_MAX) return null;
    if (text[at + 1] !== '"') return at;
  }
}

function afterBlanks({ text, delimiter }: CsvSource, from: number): number {
  let at = from;
  while (text[at] === " " || (text[at] === "\t" && delimiter !== "\t")) at += 1;
  return at;
}

const [LF, CR] = [10, 13];
const isLineEnd = (c: number): boolean => c === LF || c === CR;
