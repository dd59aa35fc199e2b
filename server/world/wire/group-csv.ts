import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { WorldLine, WorldOrder } from "../orders/order";
import { shanghaiText } from "./shanghai-time";

export const GROUP_COLUMNS = [
  "订单号",
  "团长",
  "自提点",
  "收货人",
  "手机号",
  "地址",
  "门店编码",
  "商品编码",
  "商品名称",
  "数量",
  "单价(元)",
  "实付(元)",
  "下单时间",
  "期望送达时间",
] as const;

/** A group leader's file: one row a line, rows of one 订单号 are one order, 实付 is the line's. */
export function encodeGroupCsv(orders: readonly WorldOrder[]): string {
  const rows = orders.flatMap((order) => order.lines.map((line) => rowOf(order, line)));
  return `${[GROUP_COLUMNS, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function rowOf(order: WorldOrder, line: WorldLine): string[] {
  const compound = order.household?.door.compound.name ?? "";
  return [
    order.externalNo,
    `${compound.slice(0, 2)}团长`,
    order.address === null ? `${compound}自提点` : "",
    order.buyer.name,
    order.buyer.phone,
    order.address?.text ?? "",
    shopCodeOn("group", order.store.code),
    line.sku.code,
    line.sku.name,
    String(line.qty),
    yuan(line.unitPriceFen),
    yuan(line.paidFen),
    shanghaiText(order.placedAtMs),
    order.expect ? shanghaiText(order.expect.toMs) : "",
  ];
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
