import { FieldError } from "@/server/domain/channels/reading";

/** How an order leaves the shop; null where no column says it. */
export type Way = "pickup" | "delivery" | null;

/** Columns beside the usual ones that change what an order means. */
export type MarkKind = "state" | "refund" | "way";

const STATE = /状态/;
const REFUND = /退|售后|取消|作废|废单|撤销|撤单|关闭|失效|无效|拒收|删除/;
/** What may be given back, or where to ask for it, is no sign that it was. */
const NO_REFUND = /可退|能退|支持退|包退|电话|热线|地址|政策|说明|规则|期限/;
const WAY = /(?:物流|配送|收货|提货|取货|发货|履约|送货|交货|交付|运输|快递)(?:方式|类型)$/;
const PICKUP_COLUMN = /^(?:是否)?自提$/;

/** What kind of mark a column holds, by its header; null when it changes nothing. */
export function markKind(header: string): MarkKind | null {
  if (REFUND.test(header)) return NO_REFUND.test(header) ? null : "refund";
  if (STATE.test(header)) return "state";
  return WAY.test(header) || PICKUP_COLUMN.test(header) ? "way" : null;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
/** States of an order that is paid and still to be given out. */
const OPEN = words(
  "正常 进行中 已支付 已付款 已收款 支付成功 付款成功 买家已付款 已确认 已接单 已审核 审核通过 已成团 拼团成功 成团 " +
    "待发货 待出库 待配送 待配货 待备货 待拣货 待接单 待处理 待核销 待自提 待提货 待取货 待收货 待揽收 等待发货 " +
    "等待卖家发货 待卖家发货 备货中 配货中 处理中 未发货 未配送 未核销 未提货 未自提 未取货 未取消 未退款 无售后",
);
const UNPAID = /待付|待支付|未付|未支付|等待付款|等待买家付款/;
const OVER = /取消|关闭|退款|退货|售后|作废|失效|无效|删除|撤销|失败|拒/;
const GIVEN_OUT =
  /已发|发出|已完成|已收|已签收|已核销|已自提|已提货|已取货|已送达|已出库|交易成功|配送中|部分/;
const NOTHING = words(
  "无 否 没有 暂无 正常 - -- / 无售后 无退款 无退货 未售后 未退款 未退货 未申请 未取消 未申请售后 未发生 未发生退款 " +
    "未发生售后",
);
const ZERO = /^\u00a5?0+(?:\.0+)?元?$/;

/**
 * Refuse an order that was cancelled, refunded, given out already or not paid, and one of which nobody can tell.
 *
 * @param text of a column of kind "state" or "refund"
 */
export function refuseOver(kind: MarkKind, text: string, header: string): void {
  if (text === "") return;
  const short = text.slice(0, 20);
  const refuse = (why: string): never => {
    throw new FieldError("BAD_FIELD", header, `「${short}」，${why}`);
  };
  if (kind === "refund") {
    if (NOTHING.has(text) || ZERO.test(text)) return;
    refuse("已有取消或退款，未导入，请核对后另行处理");
  }
  const parts = text.split(/[\s,，、;；/()（）]+/).filter(Boolean);
  if (parts.every((part) => OPEN.has(part))) return;
  if (UNPAID.test(text)) refuse("还没有付款，未导入");
  if (OVER.test(text)) refuse("已取消、关闭或退款，未导入");
  if (GIVEN_OUT.test(text)) refuse("已经发出或完成，未导入");
  refuse("不认识这个状态，未导入；与订单无关时请删去该列");
}

const PICKUP = /自提|自取|到店取|到店提/;
const DELIVERY = /快递|配送|派送|送货|邮寄|跑腿|送上门|送到家/;
const YES = words("是 自提 Y y 1 √ 有");
const NO = words("否 N n 0 × 无");

/**
 * How an order leaves the shop, as a column of kind "way" says it.
 *
 * @throws FieldError on a word that says neither, or both
 */
export function readWay(text: string, header: string): Way {
  if (text === "") return null;
  if (PICKUP_COLUMN.test(header) && (YES.has(text) || NO.has(text)))
    return YES.has(text) ? "pickup" : "delivery";
  const [isPickup, isDelivery] = [PICKUP.test(text), DELIVERY.test(text)];
  if (isPickup === isDelivery || /[不非无免]/.test(text))
    throw new FieldError("BAD_FIELD", header, `不认识「${text.slice(0, 20)}」，应为自提或配送`);
  return isPickup ? "pickup" : "delivery";
}
