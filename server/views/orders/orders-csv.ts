import { csvClock, csvLine, csvStart, csvYuan } from "../csv";
import type { OrderRowView } from "./order-row";

const CSV_HEADER = [
  "渠道单",
  "平台单号",
  "系统单号",
  "阶段",
  "支付时间",
  "承诺送达",
  "门店",
  "收货人",
  "电话尾号",
  "地址",
  "商品",
  "件数",
  "实付(元)",
  "合单数",
  "骑手",
] as const;

export const csvHead = (): string => csvStart(CSV_HEADER);

export function toCsv(rows: readonly OrderRowView[]): string {
  return rows
    .map((o) =>
      csvLine([
        o.label,
        o.externalNo,
        o.id,
        PHASE_NAMES[o.phase] ?? o.phase,
        csvClock(o.paidAt),
        csvClock(o.promiseAt),
        o.store ?? "",
        o.recipient,
        o.phoneTail ?? "",
        o.address ?? "",
        o.goods,
        String(o.pieces),
        csvYuan(o.paidFen),
        o.merged ? String(o.merged.of) : "",
        o.rider ?? "",
      ]),
    )
    .join("");
}

/** Files are Chinese, whatever language the screen has. */
export const PHASE_NAMES: Record<string, string> = {
  cancelled: "已取消",
  closed: "交易关闭",
  refunded: "全额退款",
  returning: "返货中",
  delivery_problem: "配送异常",
  done: "已完成",
  delivering: "配送中",
  ready: "待取货",
  held: "挂起",
  changing: "变更处理中",
  short: "缺货",
  waiting_merge: "等待合单",
  picking: "拣货中",
  to_pick: "待拣货",
  to_release: "待下发",
  to_review: "待审核",
  to_accept: "待接单",
  to_pay: "待付款",
};
