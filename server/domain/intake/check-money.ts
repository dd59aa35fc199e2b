import type { ChannelOrder } from "../channels";

/**
 * Whether a channel's amounts can be true.
 *
 * @returns one Chinese sentence saying what does not add up, or null when all does
 */
export function checkMoney(
  order: Pick<ChannelOrder, "amounts" | "lines" | "unreadableMoney">,
  ceilingFen: number,
): string | null {
  if (order.unreadableMoney !== null) return `金额无法识别：${order.unreadableMoney}`;
  const { itemsFen, merchantDiscountFen, platformDiscountFen, packageFen, deliveryFen, paidFen } =
    order.amounts;
  for (const [name, fen] of Object.entries(order.amounts))
    if (fen < 0) return `${NAMES[name] ?? name} 为负 ${fen} 分`;
  const largest = Math.max(...Object.values(order.amounts));
  if (largest > ceilingFen) return `金额 ${largest} 分超过本渠道上限 ${ceilingFen} 分`;
  const lines = order.lines.reduce((sum, line) => sum + line.unitPriceFen * line.qty, 0);
  if (!Number.isSafeInteger(lines)) return "行金额超出可表示范围";
  if (lines !== itemsFen) return `各行合计 ${lines} 分，与商品金额 ${itemsFen} 分不符`;
  const due = itemsFen - merchantDiscountFen - platformDiscountFen + packageFen + deliveryFen;
  if (due !== paidFen) return `应付 ${due} 分，与实付 ${paidFen} 分不符`;
  const linesPaid = order.lines.reduce((sum, line) => sum + line.paidFen, 0);
  const goodsPaid = itemsFen - merchantDiscountFen - platformDiscountFen;
  if (linesPaid !== goodsPaid)
    return `各行实付合计 ${linesPaid} 分，与商品实付 ${goodsPaid} 分不符`;
  return order.lines.some((line) => line.paidFen < 0) ? "有一行实付为负" : null;
}

const NAMES: Record<string, string> = {
  itemsFen: "商品金额",
  merchantDiscountFen: "商家优惠",
  platformDiscountFen: "平台补贴",
  packageFen: "包装费",
  deliveryFen: "配送费",
  paidFen: "实付",
};
