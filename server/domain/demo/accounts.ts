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
  protocol: string;
  /** Sent as `app_id` (美团), `source` (饿了么) or X-App-Key (own contract). */
  appId: string;
  /** Where the simulated world answers our calls; null for what asks by itself. */
  answersAt: string | null;
  skewSeconds: number;
  /** What it calls our first shop is the number after this one; without it shops have our codes. */
  shopsFrom?: number;
  /** Devices that all speak through one system of the merchant's. */
  actsFor?: "*";
};

type Own = Pick<DemoAccount, "code" | "channel" | "name"> & Partial<DemoAccount>;

const own = (account: Own): DemoAccount => ({
  protocol: "own",
  appId: account.code,
  answersAt: null,
  skewSeconds: 300,
  ...account,
});

/**
 * The demo's channel accounts, without secrets: those are made on the machine that runs it. Own shop fronts are told stock
 * and prices as platforms are; tills and devices ask by themselves.
 */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  own({ code: "app-1", channel: "app", name: "自营APP", answersAt: "/own/app-1" }),
  own({ code: "mini-1", channel: "mini", name: "微信小程序", answersAt: "/own/mini-1" }),
  own({ code: "pos-1", channel: "pos", name: "门店POS" }),
  {
    code: "meituan-1",
    channel: "meituan",
    name: "美团闪购",
    protocol: "meituan",
    appId: "100001",
    answersAt: "/meituan/api/v1",
    skewSeconds: 600,
  },
  {
    code: "eleme-1",
    channel: "eleme",
    name: "饿了么零售",
    protocol: "eleme",
    appId: "200001",
    answersAt: "/eleme",
    shopsFrom: 2_233_440_000,
    skewSeconds: 600,
  },
  own({ code: "group-1", channel: "group", name: "社区团购" }),
  own({ code: "store-app", channel: "store", name: "门店终端", actsFor: "*" }),
  own({ code: "rider-app", channel: "rider", name: "骑手端", actsFor: "*" }),
  own({ code: "wms-1", channel: "wms", name: "仓储WMS", answersAt: "/wms" }),
];

const shopsFrom = (channel: DemoChannel): number | undefined =>
  DEMO_ACCOUNTS.find((account) => account.channel === channel)?.shopsFrom;

/**
 * What a channel calls our shop.
 *
 * @param storeCode "S01" to "S99"
 * @returns a ten-digit number in text for 饿了么, `store_s01` for everybody else
 * @example shopCodeOn("eleme", "S01") → "2233440001"
 */
export function shopCodeOn(channel: DemoChannel, storeCode: string): string {
  const from = shopsFrom(channel);
  if (from !== undefined) return String(from + Number(storeCode.slice(1)));
  return `store_${storeCode.toLowerCase()}`;
}

/**
 * The shop behind a channel's shop code.
 *
 * @returns "S01"…, or null when the code has another shape
 */
export function storeOfShopCode(channel: DemoChannel, shopCode: string): string | null {
  const from = shopsFrom(channel);
  if (from === undefined) {
    return /^store_s\d\d$/.test(shopCode) ? shopCode.slice(6).toUpperCase() : null;
  }
  const index = Number(shopCode) - from;
  if (!/^\d{10}$/.test(shopCode) || index < 1 || index > 99) return null;
  return `S${String(index).padStart(2, "0")}`;
}
