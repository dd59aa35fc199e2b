import { writeForm } from "@/server/adapters/channels/form";
import type { Huiliu } from "./huiliu";

/** Pushes of platforms as they lie in the log: past the door, not yet read. */
type Goods = Record<string, unknown>;

const seconds = () => String(Math.floor(Date.now() / 1000));

/** A Meituan push of a topic: a form whose values are encoded twice. */
export async function tellMeituan(
  huiliu: Huiliu,
  topic: string,
  fields: Record<string, string>,
): Promise<void> {
  const all = { timestamp: seconds(), ctime: seconds(), utime: seconds(), ...fields };
  const twice = Object.entries(all).map(([key, value]) => [key, encodeURIComponent(value)]);
  await huiliu.tell("meituan-1", topic, writeForm(Object.fromEntries(twice)));
}

/** One that the platform's riders or ours bring, paid and accepted, of articles K0001 to K0009. */
export function meituanOrder(
  no: string,
  goods: readonly Goods[],
  change: Record<string, string> = {},
): Record<string, string> {
  const total = goods.reduce((sum, g) => sum + Number(g.price) * Number(g.quantity), 0);
  const list = goods.reduce((sum, g) => sum + Number(g.original_price) * Number(g.quantity), 0);
  const off = { act_detail_id: 1, reduce_fee: (list - total).toFixed(2), mt_charge: 0, type: 17 };
  return {
    order_id: no,
    wm_order_id_view: no,
    app_poi_code: "store_s01",
    recipient_name: "周(女士)",
    recipient_phone: "13800002101",
    recipient_address: `申请苑${no.slice(-3)}号 (1幢1单元101室)`,
    latitude: "30.2987",
    longitude: "120.1046",
    delivery_time: "0",
    status: "4",
    pay_type: "2",
    pick_type: "0",
    logistics_code: "0000",
    day_seq: "901",
    shipping_fee: "5.0",
    total: (total + 5).toFixed(2),
    original_price: (list + 5).toFixed(2),
    extras: JSON.stringify([off]),
    detail: JSON.stringify(goods),
    incmp_code: "0",
    ...change,
  };
}

export const meituanGoods = (sku: string, quantity: number, price: number, more: Goods = {}) => ({
  app_food_code: sku,
  sku_id: sku,
  food_name: sku,
  quantity,
  price,
  original_price: String(price),
  box_num: 0,
  box_price: 0,
  ...more,
});
