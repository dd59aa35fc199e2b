import { parse } from "csv-parse/sync";
import { FieldError } from "@/server/domain/channels/reading";

/**
 * The rows of cells of a CSV file, its header first; empty lines are left out.
 *
 * @throws FieldError when it is no such table
 */
export function csvTable(body: Uint8Array): string[][] {
  try {
    return parse(decodeText(body), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as string[][];
  } catch (error) {
    throw new FieldError(
      "BAD_FIELD",
      "file",
      error instanceof Error ? error.message : "不是 CSV 文件",
    );
  }
}

/** UTF-8 as everybody should write it, GB18030 as Excel in China still does. */
function decodeText(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return new TextDecoder("gb18030").decode(body);
  }
}

/** A header's cell as it was meant. */
export const headerCell = (cell: string): string => cell.replace(/^\uFEFF/, "").trim();
