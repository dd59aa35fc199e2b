import type { Tx } from "./client";

export type Cell = string | number | boolean | Uint8Array | null;

/**
 * Rows on their way into a table.
 *
 * columns: "name type" each, `["id bigint", "tags text[]"]`; rows: cells in that order, moments by `at`, jsonb by `json`
 */
export type TableRows = { table: string; columns: readonly string[]; rows: readonly Cell[][] };

/** Insert many rows in one statement, one array per column. */
export const insertRows = (tx: Tx, rows: TableRows): Promise<void> => insertTables(tx, [rows]);

/**
 * Insert rows of several tables in one statement, one array per column. About half of COPY's speed and ten times a
 * row-by-row transaction (docs/performance.md); COPY itself is not used because the client loses its errors.
 *
 * A table without rows stays in the statement, so that its text, and with it the plan, is always the same.
 */
export async function insertTables(tx: Tx, tables: readonly TableRows[]): Promise<void> {
  if (tables.every((t) => t.rows.length === 0)) return;
  let params = 0;
  const parts = tables.map(({ table, columns }) => {
    const text = insertText(table, columns, params);
    params += columns.length;
    return text;
  });
  const last = parts.pop() ?? "";
  const before = parts.map((part, i) => `i${i} as (${part})`).join(", ");
  await tx.unsafe(
    before === "" ? last : `with ${before} ${last}`,
    tables.flatMap(({ columns, rows }) => columns.map((_, i) => arrayLiteral(rows, i))),
    { prepare: true },
  );
}

function insertText(table: string, columns: readonly string[], paramsBefore: number): string {
  const typed = columns.map((column) => column.split(" ") as [string, string]);
  const names = typed.map(([name]) => name).join(", ");
  // An array of arrays would be flattened by unnest: such a cell travels as text and is read after.
  const cells = typed
    .map(([, type], i) => (type.endsWith("[]") ? `c${i}::${type}` : `c${i}`))
    .join(", ");
  const params = typed
    .map(([, type], i) => `$${paramsBefore + i + 1}::${type.endsWith("[]") ? "text" : type}[]`)
    .join(", ");
  const aliases = typed.map((_, i) => `c${i}`).join(", ");
  return `insert into ${table} (${names}) select ${cells} from unnest(${params}) as r (${aliases})`;
}

/** An instant as a cell. */
export function at(ms: number): string;
export function at(ms: number | null): string | null;
export function at(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Bytes as an element of a `text[]::bytea[]` parameter: the client cannot send an array of bytes as it is. */
export const hex = (bytes: Uint8Array): string =>
  `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;

/** A value as a jsonb cell. */
export const json = (value: unknown): string => JSON.stringify(value);

/** A text[] cell. */
export function textArray(values: readonly string[]): string | null {
  if (values.length === 0) return null;
  return `{${values.map((v) => `"${v.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

/** One column as an array in PostgreSQL's own notation: several times cheaper than letting the client build it. */
export function arrayLiteral(rows: readonly Cell[][], column: number): string {
  let text = "{";
  for (let i = 0; i < rows.length; i += 1) {
    if (i > 0) text += ",";
    text += writeCell((rows[i] as Cell[])[column] as Cell);
  }
  return `${text}}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what a text in PostgreSQL cannot hold.
const SPECIAL = /["\\\u0000]/;

function writeCell(cell: Cell): string {
  if (cell === null) return "NULL";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "boolean") return cell ? "t" : "f";
  if (typeof cell !== "string") return `"\\${hex(cell)}"`;
  if (!SPECIAL.test(cell)) return `"${cell}"`;
  return `"${cell.replaceAll("\u0000", "").replace(/["\\]/g, "\\$&")}"`;
}

/** Rows by their keys, so that two who write the same ones lock them in one order. Of equal keys the first stays first. */
export function inKeyOrder<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}
