import { DEMO_ACCOUNTS, shopCodeOn } from "@/server/domain/demo/accounts";
import type { DemoCity } from "@/server/domain/demo/types";
import type { Ledger } from "../life/ledger";
import type { Lifecycle } from "../life/lifecycle";
import type { Numbers } from "../orders/numbers";
import type { OrderChannel } from "../orders/order";
import type { WorldClock } from "../time/clock";
import { appIdOf, type Signing, secretOf } from "../wire/new-order";
import type { PlatformDeps } from "./deps";
import type { Desk } from "./desk";
import { answerEleme } from "./eleme/api";
import { elemeDesk } from "./eleme/desk";
import {
  FIGURE_CALLS_PER_SECOND,
  type FigureDesk,
  type FigureProtocol,
  SETTLE_MS,
} from "./figure-desk";
import { answerMeituan } from "./meituan/api";
import { meituanDesk } from "./meituan/desk";
import { ownFiguresDesk } from "./own/figures";
import { createShopWindow, type ShopWindow } from "./shop-window";
import { createThrottle } from "./throttle";

const ORDER_CALLS_PER_SECOND = 40;
/** Our own channels that show stock and prices to buyers. */
const OWN_CHANNELS: ReadonlySet<string> = new Set(["app", "mini", "pos", "group"]);

/** The demo's shops, as each channel calls them, and its articles. */
export function worldWindow(city: DemoCity, nowMs: () => number): ShopWindow {
  const codes = city.stores.map((store) => store.code);
  return createShopWindow({
    shops: (["app", "eleme"] as const).flatMap((channel) =>
      codes.map((code) => shopCodeOn(channel, code)),
    ),
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
  const figures = (account: string, protocol: FigureProtocol): FigureDesk => ({
    account,
    window,
    settleMs: SETTLE_MS,
    mayCall: createThrottle(FIGURE_CALLS_PER_SECOND[protocol], clock.wallMs),
  });
  const signer = (account: string) => ({
    appId: appIdOf(account),
    secret: secretOf(signing, account),
    wallMs: clock.wallMs,
  });
  return [
    meituanDesk({
      prefix: "/meituan/api/v1/",
      signer: signer("meituan-1"),
      figures: figures("meituan-1", "meituan"),
      other: (call) => answerMeituan(orders("meituan-1"), call),
      isDown: () => deps.isDown("meituan"),
    }),
    elemeDesk({
      path: "/eleme",
      signer: signer("eleme-1"),
      figures: figures("eleme-1", "eleme"),
      other: (cmd, body) => answerEleme(orders("eleme-1"), cmd, body),
      isDown: () => deps.isDown("eleme"),
    }),
    ...DEMO_ACCOUNTS.filter(({ channel }) => OWN_CHANNELS.has(channel)).map(({ code }) =>
      ownFiguresDesk(`/own/${code}/figures`, signer(code), figures(code, "own")),
    ),
  ];
}
