import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { OrderChannel, WorldOrder } from "../orders/order";
import type { ShopWindow, WindowKey } from "./shop-window";

/** What buyers on 美团 and 饿了么 see of our goods, and what their orders do to it. Other channels show nothing here. */
export type ShownGoods = {
  /** Pieces a buyer may take; null where the platform was never told, and lets everybody buy. */
  pieces: (channel: OrderChannel, storeCode: string, skuCode: string) => number | null;
  take: (order: WorldOrder) => void;
  giveBack: (order: WorldOrder) => void;
};

const ACCOUNTS: Partial<Record<OrderChannel, string>> = {
  meituan: "meituan-1",
  eleme: "eleme-1",
};

export function shownGoods(window: ShopWindow): ShownGoods {
  const keyOf = (channel: OrderChannel, storeCode: string, sku: string): WindowKey | null => {
    const account = ACCOUNTS[channel];
    return account === undefined ? null : { account, shop: shopCodeOn(channel, storeCode), sku };
  };
  const each = (order: WorldOrder, what: (key: WindowKey, qty: number) => void): void => {
    for (const line of order.lines) {
      const key = keyOf(order.channel, order.store.code, line.sku.code);
      if (key) what(key, line.qty);
    }
  };
  return {
    pieces: (channel, storeCode, skuCode) => {
      const key = keyOf(channel, storeCode, skuCode);
      return key && window.shown(key).stock;
    },
    take: (order) => each(order, window.sell),
    giveBack: (order) => each(order, window.giveBack),
  };
}
