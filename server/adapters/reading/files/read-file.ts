import type { ChannelOrder, Decoded } from "@/server/domain/channels";
import { ok, type Result, refuse } from "@/server/domain/kernel/result";
import type { ChannelAdapter } from "@/server/ports/channel";
import type { FilePreview, FileRead, FileToRead, ReadRefusal } from "@/server/ports/reader";
import { isZip, sheetToCsv } from "./sheet-to-csv";

const SAMPLE = 8;
const BAD_SHOWN = 200;

/** A file of orders as a person chose it, a spreadsheet or CSV. Slow: it runs on a thread of its own. */
export async function readFile(
  adapter: ChannelAdapter,
  { account, bytes }: FileToRead,
): Promise<Result<FileRead, ReadRefusal>> {
  const csv = isZip(bytes) ? await sheetToCsv(bytes) : ok(bytes);
  if (!csv.ok) return csv;
  const decoded = adapter.decode("file", csv.value, account);
  if (!decoded.ok)
    return refuse({ code: decoded.error.code, cause: `文件无法读取：${decoded.error.cause}` });
  return ok({ preview: toPreview(decoded.value), body: csv.value });
}

function toPreview(decoded: readonly Decoded[]): FilePreview {
  const orders = decoded.flatMap((d) => (d.type === "order" ? [d.order] : []));
  const bad = decoded.flatMap((d) =>
    d.type === "bad-row" ? [{ row: d.row, reason: d.reason }] : [],
  );
  return {
    orders: orders.length,
    rows: orders.reduce((sum, o) => sum + o.lines.length, 0) + bad.length,
    skipped: decoded.length - orders.length,
    bad: bad.slice(0, BAD_SHOWN),
    sample: orders.slice(0, SAMPLE).map(toSample),
  };
}

const toSample = (o: ChannelOrder) => ({
  externalNo: o.externalNo,
  storeKey: o.storeKey,
  lines: o.lines.length,
  paidFen: o.amounts.paidFen,
  deliver: o.deliveryOwner === "self",
});
