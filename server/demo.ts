import type { Db } from "@/db/client";
import { type DemoAccountSeed, seedDemo } from "@/db/seed/demo";
import { seedHistory } from "@/db/seed/history";
import type { Config } from "./config";
import type { Context } from "./context";
import { PAST_MS } from "./demo-past";
import { DEMO_ACCOUNTS, shopCodeOn } from "./domain/demo/accounts";
import { demoCity } from "./domain/demo/city";
import { demandLevel } from "./domain/demo/demand-by-hour";
import { seededRng } from "./domain/kernel/rng";

/** Orders each channel has of a hundred, about as the simulated world sends them; group buying comes in files and has no rhythm. */
const SHARE: Record<string, number> = {
  app: 24,
  mini: 18,
  pos: 12,
  meituan: 24,
  eleme: 16,
};
/** The last pieces are for who pays nobody a commission. */
const SELLS: Record<string, { shareBps: number; rank: number }> = {
  app: { shareBps: 10_000, rank: 1 },
  mini: { shareBps: 10_000, rank: 2 },
  pos: { shareBps: 10_000, rank: 3 },
  meituan: { shareBps: 10_000, rank: 4 },
  eleme: { shareBps: 10_000, rank: 5 },
  group: { shareBps: 5_000, rank: 9 },
};
const DAY_MS = 86_400_000;

/** The demo's city, channels and past. @returns true when the database was empty before */
export async function prepareDemo({
  db,
  config,
}: Pick<Context, "db" | "config">): Promise<boolean> {
  const city = demoCity(config.HUILIU_SEED);
  const isNew = await seedDemo(
    db,
    city,
    demoAccounts(
      config,
      city.stores.map((s) => s.code),
    ),
  );
  await preparePast(db, config);
  return isNew;
}

function demoAccounts(config: Config, stores: readonly string[]): DemoAccountSeed[] {
  const world = `http://127.0.0.1:${config.HUILIU_WORLD_PORT}`;
  return DEMO_ACCOUNTS.map((account) => ({
    ...account,
    config: {
      callbackBase: config.callbackBase,
      apiBase: account.answersAt && `${world}${account.answersAt}`,
      skewSeconds: account.skewSeconds,
      ratePerSecond: 3_000,
      burst: 6_000,
      ...(account.actsFor ? { actsFor: account.actsFor } : {}),
    },
    sells: SELLS[account.channel] ?? null,
    shops: Object.fromEntries(stores.map((code) => [code, shopCodeOn(account.channel, code)])),
  }));
}

/** The days the wall compares with: yesterday and the same weekday of four weeks, for today and tomorrow. */
async function preparePast(db: Db, config: Config): Promise<void> {
  const today = Math.floor((Date.now() + 8 * 3_600_000) / DAY_MS) * DAY_MS - 8 * 3_600_000;
  const days = new Set(
    [today, today + DAY_MS].flatMap((day) => [1, 7, 14, 21, 28].map((back) => day - back * DAY_MS)),
  );
  // What the demo's past tells by real orders is not told twice.
  const until = Math.floor((Date.now() - PAST_MS) / 60_000) * 60_000;
  for (const day of [...days].filter((d) => d < today).sort((a, b) => a - b)) {
    await seedDay(db, config, { fromMs: day, toMs: Math.min(day + DAY_MS, until) });
  }
}

async function seedDay(
  db: Db,
  config: Config,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<void> {
  const rng = seededRng(config.HUILIU_SEED ^ Math.floor(fromMs / DAY_MS));
  await seedHistory(db, {
    fromMs,
    toMs,
    channels: Object.keys(SHARE),
    basketFen: 4_810,
    orders: (channel, minute) => {
      const mean = (config.HUILIU_DEMO_RATE * demandLevel(minute) * (SHARE[channel] ?? 0)) / 100;
      return poisson(mean, () => rng.unit());
    },
  });
}

/** Knuth's method: fine for the few orders a minute of one channel. */
function poisson(mean: number, unit: () => number): number {
  if (mean > 50)
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * 2 * (unit() + unit() + unit() - 1.5)));
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = unit(); product > floor; product *= unit()) count += 1;
  return count;
}
