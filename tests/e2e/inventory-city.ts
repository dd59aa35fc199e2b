import type { Db } from "@/db/client";
import { DEMO_ACCOUNTS, shopCodeOn } from "@/server/domain/demo/accounts";
import { demoCity } from "@/server/domain/demo/city";
import {
  type FigurePlatforms,
  startFigurePlatforms,
} from "@/server/world/platform/figure-platforms";

const SEED = 7;
const TOLD = ["meituan-1", "eleme-1", "app-1"] as const;
const PROTOCOL = { "meituan-1": "meituan", "eleme-1": "eleme", "app-1": "own" } as const;

/** The channels' side: three platforms that show what they are told. Fast enough that all of it is told at once. */
export async function openChannels(
  db: Db,
  secrets: Record<string, string>,
): Promise<FigurePlatforms> {
  const demo = demoCity(SEED);
  const accounts = TOLD.map((code) => {
    const account = DEMO_ACCOUNTS.find((a) => a.code === code);
    const protocol = PROTOCOL[code];
    const secret = secrets[code] ?? "";
    return { code, protocol, appId: account?.appId ?? "", secret, callsPerSecond: 200 };
  });
  const channels = TOLD.map((code) => DEMO_ACCOUNTS.find((a) => a.code === code)?.channel ?? "app");
  const platforms = await startFigurePlatforms({
    accounts,
    shops: channels.flatMap((channel) => demo.stores.map((s) => shopCodeOn(channel, s.code))),
    skus: demo.skus.map((s) => s.code),
  });
  for (const { code, protocol } of accounts) {
    const figures = { callsPerSecond: 200, settleMs: protocol === "own" ? 0 : 1_000 };
    const change = JSON.stringify({ apiBase: platforms.baseOf(code), figures });
    await db`update channel_accounts set config = config || ${change}::text::jsonb where code = ${code}`;
  }
  return platforms;
}

/** What the three channels show of an article in the first store. */
export const shownOn = (platforms: FigurePlatforms, sku: string): (number | null)[] =>
  TOLD.map((code) => {
    const channel = DEMO_ACCOUNTS.find((a) => a.code === code)?.channel ?? "app";
    return platforms.window.shown({ account: code, shop: shopCodeOn(channel, "S01"), sku }).stock;
  });
