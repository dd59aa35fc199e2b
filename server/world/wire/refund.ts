import { present } from "@/server/domain/kernel/assert";
import type { WorldLine, WorldOrder } from "../orders/order";

/** Part of a paid order given back: some pieces of one line. */
export type Refund = {
  refundId: string;
  line: WorldLine;
  qty: number;
  amountFen: number;
  reason: string;
};

/** One piece where the line's price divides evenly, else the whole line, so that no fen is invented. */
export function refundOf(order: WorldOrder, lineIndex: number, mark: string): Refund {
  const line = present(order.lines[lineIndex % order.lines.length], "a line");
  const isEven = line.paidFen % line.qty === 0;
  const qty = isEven ? 1 : line.qty;
  const digits = order.externalNo.slice(1);
  return {
    refundId: `${mark}${digits}`,
    line,
    qty,
    amountFen: isEven ? line.paidFen / line.qty : line.paidFen,
    reason: "商品破损",
  };
}
