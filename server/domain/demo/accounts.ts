/** What a demo account belongs to: an order channel, or a device that speaks our own contract. */
export type DemoChannel =
  | "app"
  | "mini"
  | "pos"
  | "meituan"
  | "eleme"
  | "group"
  | "store"
  | "rider"
  | "wms";

export type DemoAccount = {
  code: string;
  channel: DemoChannel;
  name: string;
  /** Sent as `app_id` (美团), `source` (饿了么) or X-App-Key (own contract). */
  appId: string;
};

/** The demo's channel accounts, without secrets: those are made on the machine that runs it. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { code: "app-1", channel: "app", name: "自营APP", appId: "app-1" },
  { code: "mini-1", channel: "mini", name: "微信小程序", appId: "mini-1" },
  { code: "pos-1", channel: "pos", name: "门店POS", appId: "pos-1" },
  { code: "meituan-1", channel: "meituan", name: "美团闪购", appId: "100001" },
  { code: "eleme-1", channel: "eleme", name: "饿了么零售", appId: "200001" },
  { code: "group-1", channel: "group", name: "社区团购", appId: "group-1" },
  { code: "store-app", channel: "store", name: "门店终端", appId: "store-app" },
  { code: "rider-app", channel: "rider", name: "骑手端", appId: "rider-app" },
  { code: "wms-1", channel: "wms", name: "仓储WMS", appId: "wms-1" },
];

const ELEME_SHOP_BASE = 2_233_440_000;

/**
 * What a channel calls our shop.
 *
 * @param storeCode "S01" to "S99"
 * @returns a ten-digit number in text for 饿了么, `store_s01` for everybody else
 * @example shopCodeOn("eleme", "S01") → "2233440001"
 */
export function shopCodeOn(channel: DemoChannel, storeCode: string): string {
  if (channel === "eleme") return String(ELEME_SHOP_BASE + Number(storeCode.slice(1)));
  return `store_${storeCode.toLowerCase()}`;
}

/**
 * The shop behind a channel's shop code.
 *
 * @returns "S01"…, or null when the code has another shape
 */
export function storeOfShopCode(channel: DemoChannel, shopCode: string): string | null {
  if (channel !== "eleme") {
    return /^store_s\d\d$/.test(shopCode) ? shopCode.slice(6).toUpperCase() : null;
  }
  const index = Number(shopCode) - ELEME_SHOP_BASE;
  if (!/^\d{10}$/.test(shopCode) || index < 1 || index > 99) return null;
  return `S${String(index).padStart(2, "0")}`;
}
