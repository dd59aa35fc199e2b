import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { WorldLine, WorldOrder } from "@/server/world/orders/order";
import { seconds } from "@/server/world/wire/shanghai-time";

type MeituanState = {
  /** 2 pushed, 4 confirmed, 8 completed, 9 cancelled. */
  status: 2 | 4 | 8 | 9;
  /** Items and address are missing and `incmp_code` says so. */
  isDegraded: boolean;
  nowMs: number;
};

const ASAP_MS = 30 * 60_000;
/** 平台服务费 on goods. */
const COMMISSION_BPS = 600;

/** An order as 美团 writes it, in a push and in order/getOrderDetail. @source docs/domain/channels.md#meituan-order */
export function encodeMeituanOrder(order: WorldOrder, state: MeituanState): Record<string, string> {
  const { amounts, expect, store } = order;
  const place = order.address ?? store;
  const arrivalMs = expect?.toMs ?? order.placedAtMs + ASAP_MS;
  return {
    order_id: order.externalNo,
    wm_order_id_view: order.externalNo,
    app_poi_code: shopCodeOn("meituan", store.code),
    wm_poi_name: `汇流鲜生(${store.name})`,
    recipient_name: order.buyer.name,
    recipient_phone: phoneText(order),
    backup_recipient_phone: "[]",
    recipient_address: state.isDegraded ? "" : (order.address?.text ?? "到店自取"),
    latitude: (place.latE6 / 1e6).toFixed(6),
    longitude: (place.lngE6 / 1e6).toFixed(6),
    ctime: String(seconds(order.placedAtMs)),
    utime: String(seconds(Math.max(state.nowMs, order.placedAtMs))),
    delivery_time: expect ? String(seconds(expect.toMs)) : "0",
    estimate_arrival_time: String(seconds(arrivalMs)),
    status: String(state.status),
    pay_type: "2",
    pick_type: order.deliveryMode === "PICKUP" ? "1" : "0",
    logistics_code: logisticsCode(order),
    day_seq: String(order.daySeq),
    shipping_fee: yuanText(amounts.deliveryFen),
    total: yuanText(amounts.paidFen),
    original_price: yuanText(amounts.itemsFen + amounts.packageFen + amounts.deliveryFen),
    package_bag_money: String(amounts.packageFen),
    caution: `${order.remark} 【如遇缺货】：缺货时电话与我沟通`.trim(),
    has_invoiced: "0",
    invoice_title: "",
    dinners_number: "0",
    total_weight: String(order.lines.reduce((sum, l) => sum + l.sku.weightGrams * l.qty, 0)),
    detail: JSON.stringify(
      state.isDegraded ? [] : order.lines.map((l, i) => detailOf(order, l, i)),
    ),
    extras: JSON.stringify(extrasOf(order)),
    poi_receive_detail: JSON.stringify(receiveDetail(order)),
    incmp_code: state.isDegraded ? "-1" : "0",
    incmp_modules: state.isDegraded ? "[0,6]" : "[]",
  };
}

/** Fen in yuan as 美团 prints it: "36.8", "5.0", "0.05". */
export function yuanText(fen: number): string {
  const text = String(fen / 100);
  return text.includes(".") ? text : `${text}.0`;
}

/** 1001 and 1002 are 美团's riders, 0000 are the merchant's own, or nobody's. */
function logisticsCode(order: WorldOrder): string {
  if (order.deliveryOwner !== "platform") return "0000";
  return order.externalNo.endsWith("3") ? "1002" : "1001";
}

function phoneText(order: WorldOrder): string {
  const { phone, phoneExt } = order.buyer;
  return phoneExt === null ? phone : `${phone}_${phoneExt}`;
}

function detailOf(order: WorldOrder, line: WorldLine, index: number): Record<string, unknown> {
  const { discount } = order;
  const isCut = discount?.kind === "item" && discount.lineIndex === index;
  const cutFen = isCut ? discount.perPieceFen : 0;
  return {
    app_food_code: line.sku.code,
    food_name: line.sku.name,
    sku_id: line.sku.code,
    upc: line.sku.barcode,
    quantity: line.qty,
    price: (line.unitPriceFen - cutFen) / 100,
    original_price: yuanText(line.unitPriceFen),
    box_num: 0,
    box_price: 0,
    unit: "份",
    spec: line.sku.name.split(" ").at(-1) ?? "",
    food_discount: 1,
    cart_id: 0,
    weight: line.sku.weightGrams * line.qty,
    item_id: `${order.externalNo}${line.lineId}`,
  };
}

/** Ends with an empty element, as theirs does. */
function extrasOf(order: WorldOrder): unknown[] {
  const { discountMerchantFen: poi, discountPlatformFen: mt } = order.amounts;
  if (order.discount === null) return [{}];
  const isItem = order.discount.kind === "item";
  const entry = {
    act_detail_id: isItem ? 9_001 : 9_002,
    reduce_fee: (poi + mt) / 100,
    mt_charge: mt / 100,
    poi_charge: poi / 100,
    remark: isItem ? "折扣商品" : "满减",
    type: isItem ? 17 : 2,
  };
  return [entry, {}];
}

function receiveDetail(order: WorldOrder): Record<string, unknown> {
  const { amounts } = order;
  const isSelf = order.deliveryOwner === "self";
  const charge = (cent: number) =>
    cent > 0
      ? [{ comment: "活动款", feeTypeDesc: "活动款", feeTypeId: 10_019, moneyCent: cent }]
      : [];
  const serviceFen = meituanServiceFen(order);
  return {
    actOrderChargeByMt: charge(amounts.discountPlatformFen),
    actOrderChargeByPoi: charge(amounts.discountMerchantFen),
    foodShareFeeChargeByPoi: serviceFen,
    logisticsFee: amounts.deliveryFen,
    onlinePayment: amounts.paidFen,
    wmPoiReceiveCent:
      amounts.itemsFen +
      amounts.packageFen +
      (isSelf ? amounts.deliveryFen : 0) -
      amounts.discountMerchantFen -
      serviceFen,
    reconciliationExtras: JSON.stringify({
      chargeMode: 2,
      performanceServiceFee: isSelf ? 0 : 4.5,
    }),
  };
}

/** What 美团 keeps of the goods' price. */
function meituanServiceFen(order: WorldOrder): number {
  return Math.floor((order.amounts.itemsFen * COMMISSION_BPS) / 10_000);
}
