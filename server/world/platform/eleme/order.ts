import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { WorldLine, WorldOrder } from "@/server/world/orders/order";
import { bd09 } from "@/server/world/wire/bd09";
import { seconds } from "@/server/world/wire/shanghai-time";

type ElemeState = {
  /** 1 to confirm, 5 confirmed, 7 rider accepted, 8 picked up, 9 completed, 10 cancelled. */
  status: 1 | 5 | 7 | 8 | 9 | 10;
  isDegraded: boolean;
  /** Fen already given back. */
  refundedFen?: number;
};

const ASAP_MS = 30 * 60_000;
const COMMISSION_BPS = 500;

/** What cmd order.get answers in `data`. Money is fen. @source docs/domain/channels.md#eleme-order */
export function elemeOrderDetail(order: WorldOrder, state: ElemeState): Record<string, unknown> {
  return {
    order: orderPart(order, state),
    user: userPart(order),
    shop: {
      id: shopCodeOn("app", order.store.code),
      baidu_shop_id: shopCodeOn("eleme", order.store.code),
      name: `汇流鲜生(${order.store.name})`,
    },
    products: state.isDegraded ? [] : [order.lines.map((line, i) => productOf(order, line, i))],
    discount: discountPart(order),
  };
}

/** Every refund names the line by this. */
export function elemeLineId(order: WorldOrder, line: WorldLine): string {
  return `6${order.externalNo.slice(2)}${line.lineId}`;
}

function orderPart(order: WorldOrder, state: ElemeState): Record<string, unknown> {
  const { amounts, expect } = order;
  const sendMs = expect?.fromMs ?? order.placedAtMs;
  const latestMs = expect?.toMs ?? order.placedAtMs + ASAP_MS;
  const discountFen = amounts.discountMerchantFen + amounts.discountPlatformFen;
  const commission = Math.floor((amounts.itemsFen * COMMISSION_BPS) / 10_000);
  const isSelf = order.deliveryOwner === "self";
  return {
    order_id: order.externalNo,
    eleme_order_id: `8${order.externalNo.slice(1)}`,
    order_index: order.daySeq,
    order_from: "2",
    status: state.status,
    create_time: String(seconds(order.placedAtMs)),
    business_type: order.deliveryMode === "PICKUP" ? "1" : "0",
    send_immediately: expect ? 2 : 1,
    send_time: seconds(sendMs),
    latest_send_time: seconds(latestMs),
    delivery_party: isSelf ? "6" : "5",
    pay_type: 2,
    pay_status: 2,
    need_invoice: 2,
    is_private: order.buyer.phoneExt === null ? 0 : 1,
    down_flag: state.isDegraded ? 1 : 0,
    order_flag: state.refundedFen ? 1 : 0,
    total_fee: amounts.itemsFen + amounts.packageFen + amounts.deliveryFen,
    user_fee: amounts.paidFen,
    shop_fee: isSelf
      ? amounts.paidFen
      : amounts.itemsFen + amounts.packageFen - amounts.discountMerchantFen - commission,
    send_fee: amounts.deliveryFen,
    package_fee: amounts.packageFen,
    discount_fee: discountFen,
    commission,
    remark: order.remark,
    ext: {
      taoxi_flag: 1,
      ...(state.refundedFen ? { part_refund: 2, part_refund_status: 20 } : {}),
    },
  };
}

function userPart(order: WorldOrder): Record<string, unknown> {
  const { phone, phoneExt, maskedPhone, name } = order.buyer;
  const place = order.address ?? order.store;
  const longitude = place.lngE6 / 1e6;
  const latitude = place.latE6 / 1e6;
  return {
    name,
    phone: phoneExt === null ? phone : `${phone},${phoneExt}`,
    privacy_phone: maskedPhone ?? "",
    address: order.address?.text ?? "",
    province: "浙江省",
    city: "杭州市",
    district: order.store.district,
    gender: order.person?.sex === "male" ? 1 : 2,
    coord: bd09(longitude, latitude),
    coord_amap: { longitude, latitude },
  };
}

function productOf(order: WorldOrder, line: WorldLine, index: number): Record<string, unknown> {
  const { discount, amounts } = order;
  const isCut = discount?.kind === "item" && discount.lineIndex === index;
  const fee = line.unitPriceFen * line.qty;
  const cutFen = isCut ? discount.perPieceFen * line.qty : 0;
  const platformFen = isCut ? amounts.discountPlatformFen : 0;
  return {
    baidu_product_id: `155${line.sku.code.slice(1).padStart(8, "0")}`,
    custom_sku_id: line.sku.code,
    sub_biz_order_id: elemeLineId(order, line),
    upc: line.sku.barcode,
    product_name: line.sku.name,
    product_price: line.unitPriceFen,
    product_amount: line.qty,
    product_fee: fee,
    package_price: 0,
    package_amount: 0,
    package_fee: 0,
    total_fee: fee,
    total_weight: line.sku.weightGrams * line.qty,
    weight_type: 2,
    is_free_gift: 0,
    product_subsidy: {
      discount: cutFen,
      baidu_rate: platformFen,
      shop_rate: cutFen - platformFen,
      discount_detail: [],
    },
  };
}

function discountPart(order: WorldOrder): unknown[] {
  const { discountMerchantFen: shop, discountPlatformFen: platform } = order.amounts;
  if (order.discount === null) return [];
  const isItem = order.discount.kind === "item";
  return [
    {
      type: isItem ? "g_reduce" : "jian",
      desc: isItem ? "单品直降" : "满减",
      fee: shop + platform,
      baidu_rate: platform,
      shop_rate: shop,
    },
  ];
}
