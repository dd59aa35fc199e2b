import type { DecodeRefusal } from "@/server/domain/channels/message";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { ReadRefusal, StockFile, StockFileToRead } from "@/server/ports/reader";
import { isZip, sheetToCsv } from "./sheet-to-csv";

type Read = (csv: Uint8Array, store: string | null) => Result<StockFile, DecodeRefusal>;

/** A file of what was counted as a person chose it, a spreadsheet or CSV. Slow: it runs on a thread of its own. */
export async function readCountSheet(
  read: Read,
  { bytes, store }: StockFileToRead,
): Promise<Result<StockFile, ReadRefusal>> {
  const csv = isZip(bytes) ? await sheetToCsv(bytes) : ok(bytes);
  if (!csv.ok) return csv;
  const file = read(csv.value, store);
  return file.ok
    ? file
    : refuse({ code: file.error.code, cause: `文件无法读取：${file.error.cause}` });
}
