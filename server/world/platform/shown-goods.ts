import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { OrderChannel, WorldOrder } from "../orders/order";
import { accountOn, platformOn } from "./platforms";
import type { ShopWindow, WindowKey } from "./shop-window";

/** What buyers on platforms see of our goods, and what their orders do to it. Other channels show nothing here. */
export type ShownGoods = {
  /** Pieces a buyer may take; null where the platform was never told, and lets everybody buy. */
  pieces: (channel: OrderChannel, storeCode: string, skuCode: string) => number | null;
  take: (order: WorldOrder) => void;
  giveBack: (order: WorldOrder) => void;
};

export function shownGoods(window: ShopWindow): ShownGoods {
  const keyOf = (channel: OrderChannel, storeCode: string, sku: string): WindowKey | null => {
    if (!platformOn(channel).isForeign) return null;
    return { account: accountOn(channel).code, shop: shopCodeOn(channel, storeCode), sku };
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
