import { shopCodeOn } from "@/server/domain/demo/accounts";
import type { DemoCity } from "@/server/domain/demo/types";
import type { Ledger } from "../life/ledger";
import type { Lifecycle } from "../life/live-order";
import type { Numbers } from "../orders/numbers";
import { ORDER_CHANNELS, type OrderChannel } from "../orders/order";
import type { WorldClock } from "../time/clock";
import { type Signing, secretOf } from "../wire/new-order";
import type { PlatformDeps } from "./deps";
import type { Desk } from "./desk";
import { SETTLE_MS } from "./figure-desk";
import { accountOn, platformOn } from "./platforms";
import { createShopWindow, type ShopWindow } from "./shop-window";
import { createThrottle } from "./throttle";

const ORDER_CALLS_PER_SECOND = 40;

/** The demo's shops, as each channel calls them, and its articles. */
export function worldWindow(city: DemoCity, nowMs: () => number): ShopWindow {
  const codes = city.stores.map((store) => store.code);
  return createShopWindow({
    shops: ORDER_CHANNELS.flatMap((channel) => codes.map((code) => shopCodeOn(channel, code))),
    skus: city.skus.map((sku) => sku.code),
    nowMs,
  });
}

/**
 * The demo's platforms: `/meituan/api/v1/…`, `/eleme`, and one receiver for each channel of our own contract at
 * `/own/<account>/figures`.
 */
export function worldDesks(deps: {
  ledger: Ledger;
  life: Lifecycle;
  numbers: Numbers;
  clock: WorldClock;
  signing: Signing;
  window: ShopWindow;
  isDown: (channel: OrderChannel) => boolean;
}): Desk[] {
  const { clock, signing, window } = deps;
  const mayCall = createThrottle(ORDER_CALLS_PER_SECOND, clock.wallMs);
  const orders = (account: string): PlatformDeps => ({
    ...deps,
    wallMs: clock.wallMs,
    mayCall: (api) => mayCall(`${account} ${api}`),
  });
  return ORDER_CHANNELS.map((channel) => {
    const { code, appId, answersAt } = accountOn(channel);
    const platform = platformOn(channel);
    return platform.desk({
      base: answersAt ?? `/own/${code}`,
      signer: { appId, secret: secretOf(signing, code), wallMs: clock.wallMs },
      figures: {
        account: code,
        window,
        settleMs: SETTLE_MS,
        mayCall: createThrottle(platform.figureCallsPerSecond, clock.wallMs),
      },
      orders: orders(code),
      isDown: () => deps.isDown(channel),
    });
  });
}
