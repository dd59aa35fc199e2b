import { parse } from "csv-parse/sync";
import { FieldError } from "@/server/domain/channels/reading";

/** As many as are taken in at once, the header among them; lines as no honest sheet has them. */
export const ROWS_MAX = 20_000;
const COMMAS_MAX = 1_000;
const LINE_MAX = 64 * 1024;

/**
 * The rows of cells of a CSV file, its header first; empty lines are left out.
 *
 * @throws FieldError when it is no such table
 */
export function csvTable(body: Uint8Array): string[][] {
  try {
    const text = decodeText(body);
    refuseWide(text);
    return parse(text, {
      bom: true,
      max_record_size: LINE_MAX,
      // One more than may be tells that there are too many; nobody reads the others.
      to: ROWS_MAX + 2,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as string[][];
  } catch (error) {
    if (error instanceof FieldError) throw error;
    throw new FieldError(
      "BAD_FIELD",
      "file",
      error instanceof Error ? error.message : "不是 CSV 文件",
    );
  }
}

/** The reader's own limit counts what stands in cells: commas alone would be cells without end. */
function refuseWide(text: string): void {
  let commas = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === NEW_LINE) commas = 0;
    else if (c === COMMA && ++commas > COMMAS_MAX)
      throw new FieldError("BAD_FIELD", "file", `一行多于 ${COMMAS_MAX} 列`);
  }
}

const [NEW_LINE, COMMA] = [10, 44];

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
