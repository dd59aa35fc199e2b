import { wantFigures } from "@/db/queries/channels/published";
import { createContext } from "@/server/context";
import type { FigureRow } from "@/server/domain/channels";
import type { Deps } from "@/server/pipelines/deps";
import { createSender } from "@/server/pipelines/publish/send-figures";
import {
  type FigurePlatforms,
  startFigurePlatforms,
} from "@/server/world/platform/figure-platforms";
import { percentile } from "../measure/percentile";
import { openStand } from "../measure/stand";
import type { BenchOptions } from "../options";
import { countThrottled, countWaiting, dueNow, openAccounts } from "./keys";

const SHOPS = 25;
const SKUS = 500;
/** 25 shops × 500 articles × 8 accounts. */
const KEYS = SHOPS * SKUS * 8;
/** What platforms allow: articles in a call, calls a second. Three of 美团's kind, two of 饿了么's, three own. */
const ACCOUNTS = [
  { protocol: "meituan", batch: 200, callsPerSecond: 10, settleMs: 1_000 },
  { protocol: "meituan", batch: 200, callsPerSecond: 10, settleMs: 1_000 },
  { protocol: "meituan", batch: 200, callsPerSecond: 10, settleMs: 1_000 },
  { protocol: "eleme", batch: 100, callsPerSecond: 5, settleMs: 1_000 },
  { protocol: "eleme", batch: 100, callsPerSecond: 5, settleMs: 1_000 },
  { protocol: "own", batch: 500, callsPerSecond: 5, settleMs: 0 },
  { protocol: "own", batch: 500, callsPerSecond: 5, settleMs: 0 },
  { protocol: "own", batch: 500, callsPerSecond: 5, settleMs: 0 },
] as const;
/** Articles that run out while the rest is drained, a second. */
const ZEROS_PER_SECOND = 2;
const LOOK_MS = 20;

/**
 * 100,000 numbers that all changed at once, on eight accounts, through HTTP with real signatures, against platforms that
 * refuse what comes faster than they allow; meanwhile articles run out, and their zeros have to get past the rest.
 *
 * drainRatio: the time it took, over the time the slowest account's limits allow. toZeroP95Ms: from the commit that wants a
 * zero to the moment a platform shows it.
 */
export async function runStockSync(options: BenchOptions): Promise<Record<string, unknown>> {
  const stand = await openStand({ gateway: 3192, web: 3092, world: 3292 });
  const context = createContext(stand.config, stand.cluster.url, {
    name: "bench-sync",
    connections: 8,
  });
  const zeros = new Map<string, number>();
  const delays: number[] = [];
  const refused = { calls: 0 };
  const platforms = await openPlatforms(context, (account, shop, sku) => {
    const key = `${account} ${shop} ${sku}`;
    const since = zeros.get(key);
    if (since === undefined) return;
    zeros.delete(key);
    delays.push(performance.now() - since);
  });
  try {
    const ids = await openAccounts(stand, ACCOUNTS, {
      shops: SHOPS,
      baseOf: (code) => platforms.baseOf(code),
    });
    await context.catalog.refresh();
    options.say(`${KEYS} keys on ${ids.length} accounts`);
    await wantAll(context, ids);
    const result = await drain(context, ids, { zeros, options });
    refused.calls = await countThrottled(stand.db);
    delays.sort((a, b) => a - b);
    const shown = ids.reduce((n, _, i) => n + (platforms.rows.get(`acc-${i}`) ?? 0), 0);
    return {
      name: "stock-sync",
      keys: KEYS,
      drainSeconds: Math.round(result.seconds * 10) / 10,
      allowedSeconds: Math.round(allowedSeconds() * 10) / 10,
      drainRatio: Math.round((result.seconds / allowedSeconds()) * 1_000) / 1_000,
      toZero: delays.length,
      toZeroP50Ms: Math.round(percentile(delays, 0.5)),
      toZeroP95Ms: Math.round(percentile(delays, 0.95)),
      notShown: zeros.size,
      rowsTaken: shown,
      throttledKeys: refused.calls,
    };
  } finally {
    await platforms.close();
    await context.close();
    await stand.stop();
  }
}

/** The slowest account: calls its limits make of its keys, shop by shop, at its rate. */
function allowedSeconds(): number {
  return Math.max(...ACCOUNTS.map((a) => (SHOPS * Math.ceil(SKUS / a.batch)) / a.callsPerSecond));
}

const shopOf = (i: number): string => `shop_${i + 1}`;
const codeOf = (skuId: number): string => `K${String(skuId).padStart(4, "0")}`;

async function openPlatforms(
  context: ReturnType<typeof createContext>,
  onZero: (account: string, shop: string, sku: string) => void,
): Promise<FigurePlatforms> {
  const secret = context.secrets.accounts["app-1"] ?? "";
  return await startFigurePlatforms({
    accounts: ACCOUNTS.map((a, i) => ({
      code: `acc-${i}`,
      protocol: a.protocol,
      appId: `${800_001 + i}`,
      secret,
      callsPerSecond: a.callsPerSecond,
    })),
    shops: Array.from({ length: SHOPS }, (_, i) => shopOf(i)),
    skus: Array.from({ length: SKUS }, (_, i) => codeOf(i + 1)),
    onShown: (s) => {
      if (s.value === 0 && s.kind === "stock") onZero(s.account, s.shop, s.sku);
    },
  });
}

type Wanted = { accountId: number; storeId: number; skuId: number; value: number };

const figure = ({ accountId, storeId, skuId, value }: Wanted): FigureRow => ({
  accountId,
  kind: "stock",
  storeId,
  skuId,
  value,
  rank: value === 0 ? 0 : 2,
});

/** Every number of every account is another at once. */
async function wantAll(context: Deps, ids: readonly number[]): Promise<void> {
  for (const id of ids)
    for (let store = 1; store <= SHOPS; store += 1)
      await wantFigures(
        context.db,
        Array.from({ length: SKUS }, (_, i) =>
          figure({ accountId: id, storeId: store, skuId: i + 1, value: 7 + (i % 50) }),
        ),
      );
}

async function drain(
  context: Deps,
  ids: readonly number[],
  { zeros, options }: { zeros: Map<string, number>; options: BenchOptions },
): Promise<{ seconds: number }> {
  const sender = createSender(context);
  // What waits is not the wait for company that a single change would have.
  await dueNow(context.db);
  const since = performance.now();
  let nextZero = since;
  let looked = since;
  let n = 0;
  for (let said = since; ; ) {
    const now = performance.now();
    if (now >= nextZero) {
      await soldOut(context, ids, { zeros, n });
      n += 1;
      nextZero += 1_000 / ZEROS_PER_SECOND;
    }
    await sender.tick();
    if (now - said > 5_000) {
      options.say(
        `${await countWaiting(context.db)} left after ${Math.round((now - since) / 1_000)} s`,
      );
      said = now;
    }
    if (now - looked > 200) {
      looked = now;
      if ((await countWaiting(context.db)) === 0) break;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const seconds = (performance.now() - since) / 1_000;
  await sender.idle();
  return { seconds };
}

/** One article of one shop on one account runs out. */
async function soldOut(
  context: Deps,
  ids: readonly number[],
  { zeros, n }: { zeros: Map<string, number>; n: number },
): Promise<void> {
  const i = n % ids.length;
  const store = 1 + ((n * 7) % SHOPS);
  const skuId = 1 + ((n * 31) % SKUS);
  zeros.set(`acc-${i} ${shopOf(store - 1)} ${codeOf(skuId)}`, performance.now());
  await wantFigures(context.db, [
    figure({ accountId: ids[i] ?? 0, storeId: store, skuId, value: 0 }),
  ]);
}
