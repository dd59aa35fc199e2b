import { createHash } from "node:crypto";
import readXlsx from "read-excel-file/node";
import type { ChannelOrder, Decoded } from "@/server/domain/channels";
import type { Deps } from "../deps";
import { AppRefusal } from "../refusal";

export type FileInput = { accountCode: string; name: string; bytes: Uint8Array };
export type FilePreview = {
  orders: number;
  rows: number;
  bad: { row: number; reason: string }[];
  sample: {
    externalNo: string;
    storeKey: string;
    lines: number;
    paidFen: number;
    deliver: boolean;
  }[];
};

const SAMPLE = 8;
const BAD_SHOWN = 200;

/** What a file of orders would do: its good orders, and every bad row with its reason. Nothing is stored. */
export async function previewFile(deps: Deps, input: FileInput): Promise<FilePreview> {
  const { decoded } = await readFile(deps, input);
  const orders = decoded.flatMap((d) => (d.type === "order" ? [d.order] : []));
  const bad = decoded.flatMap((d) =>
    d.type === "bad-row" ? [{ row: d.row, reason: d.reason }] : [],
  );
  return {
    orders: orders.length,
    rows: orders.reduce((sum, o) => sum + o.lines.length, 0) + bad.length,
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

/** A file as the log would keep it (CSV text) and what it says. */
export async function readFile(
  deps: Deps,
  input: FileInput,
): Promise<{ accountId: number; body: Uint8Array; sha256: Uint8Array; decoded: Decoded[] }> {
  const catalog = await deps.catalog.get();
  const account = [...catalog.accounts.values()].find((a) => a.code === input.accountCode);
  const adapter = account && deps.adapterOf(account.protocol);
  if (!account || !adapter) throw new AppRefusal("UNKNOWN_ACCOUNT", "没有这个渠道账号");
  const body = isSpreadsheet(input.bytes)
    ? Buffer.from(await sheetToCsv(input.bytes), "utf8")
    : input.bytes;
  const decoded = adapter.decode("file", body, account);
  if (!decoded.ok) throw new AppRefusal(decoded.error.code, `文件无法读取：${decoded.error.cause}`);
  return {
    accountId: account.id,
    body,
    sha256: createHash("sha256").update(body).digest(),
    decoded: decoded.value,
  };
}

/** A spreadsheet is a zip; a zip begins with PK. */
const isSpreadsheet = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

async function sheetToCsv(bytes: Uint8Array): Promise<string> {
  try {
    const rows = (await readXlsx(Buffer.from(bytes))) as unknown;
    const table =
      Array.isArray(rows) && !Array.isArray(rows[0])
        ? ((rows[0] as { data?: unknown }).data ?? rows)
        : rows;
    return (table as unknown[][]).map((row) => row.map(cellText).join(",")).join("\n");
  } catch {
    throw new AppRefusal("BAD_FILE", "表格无法读取，请另存为 xlsx 或 csv");
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  // A sheet's dates carry no zone; what the person typed is Shanghai time.
  const text =
    cell instanceof Date ? cell.toISOString().slice(0, 19).replace("T", " ") : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
