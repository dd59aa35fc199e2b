import type { OwedFor } from "@/server/domain/lifecycle";
import { csvClock, csvLine, csvStart, csvYuan } from "../csv";
import type { OwedRowView } from "./owed-row";

const HEADER = [
  "渠道单",
  "平台单号",
  "系统单号",
  "门店",
  "原因",
  "商品",
  "件数",
  "应退(元)",
  "已退(元)",
  "待退(元)",
  "记账时间",
  "了结时间",
  "了结人",
  "说明",
] as const;

/** Files are Chinese, whatever language the screen has. */
const WHYS: Record<OwedFor, string> = {
  short: "缺货",
  "picked-short": "拣货缺件",
  "paid-late": "超时付款",
  cancelled: "我方取消",
};

export const owedCsvHead = (): string => csvStart(HEADER);

export function toOwedCsv(rows: readonly OwedRowView[]): string {
  return rows
    .map((row) =>
      csvLine([
        row.order.label,
        row.order.externalNo,
        row.order.id,
        row.store ?? "",
        WHYS[row.why],
        row.article ?? "",
        row.pieces > 0 ? String(row.pieces) : "",
        csvYuan(row.amountFen),
        csvYuan(row.backFen),
        csvYuan(row.leftFen),
        csvClock(row.at),
        csvClock(row.closedAt),
        row.closedBy === "channel" ? "渠道退款" : (row.closedBy ?? ""),
        row.note ?? "",
      ]),
    )
    .join("");
}
