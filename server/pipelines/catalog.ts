import type { Db } from "@/db/client";
import {
  type BundleRow,
  listAccounts,
  listBundles,
  listSkuMappings,
  listSkus,
  listStoreMappings,
  listStores,
  type Mapping,
  type SkuRow,
  type StoreRow,
} from "@/db/queries/channels/catalog";
import type { Account, AccountConfig } from "@/server/domain/channels";
import type { Draw } from "@/server/domain/inventory";

/** What intake looks up for every line, held in memory. A miss reloads it, at most once a second. */
export type Catalog = {
  accounts: ReadonlyMap<number, Account>;
  stores: ReadonlyMap<number, StoreRow>;
  skus: ReadonlyMap<number, SkuRow>;
  accountBy: (protocol: string, appId: string) => Account | null;
  storeOf: (accountId: number, key: string) => number | null;
  skuOf: (accountId: number, key: string, barcode: string | null) => number | null;
  /** What a sold piece takes of which shelves. */
  drawsOf: (skuId: number) => readonly Draw[];
  /** Bundles that draw on this article. */
  bundlesOf: (skuId: number) => readonly number[];
  /** What the account calls our shop, or our article: a mapping where there is one, else our own code. */
  shopKeyOf: (accountId: number, storeId: number) => string | null;
  skuKeyOf: (accountId: number, skuId: number) => string | null;
};

export type CatalogCache = {
  get: () => Promise<Catalog>;
  /** After a miss: the mapping may be newer than what we hold. */
  refresh: () => Promise<Catalog>;
};

const FRESH_MS = 15_000;
const REFRESH_MS_MIN = 1_000;
const LOAD_MS_MAX = 2_000;
const PATIENCE_MS = 250;

const DEFAULTS: AccountConfig = {
  callbackBase: "",
  apiBase: null,
  skewSeconds: 300,
  amountCeilingFen: 5_000_000,
  ratePerSecond: 500,
  burst: 2_000,
  acceptDeadlineSeconds: 300,
  autoAccept: true,
  promiseMinutes: 40,
  fieldOverrides: {},
};

export function catalogCache(db: Db): CatalogCache {
  let held: Catalog | null = null;
  let loadedAt = 0;
  let loading: Promise<Catalog> | null = null;
  const load = (): Promise<Catalog> => {
    loading ??= inTime(loadCatalog(db), LOAD_MS_MAX)
      .then((catalog) => {
        held = catalog;
        loadedAt = Date.now();
        return catalog;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  };
  const atMostOld = (ms: number) => async () => {
    const known = held;
    if (!known) return await load();
    if (Date.now() - loadedAt < ms) return known;
    // A database that hangs must not keep the door's callers waiting: what is held serves on.
    return await inTime(load(), PATIENCE_MS).catch(() => known);
  };
  return { get: atMostOld(FRESH_MS), refresh: atMostOld(REFRESH_MS_MIN) };
}

function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the catalog was not read in time")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function loadCatalog(db: Db): Promise<Catalog> {
  const [accountRows, storeRows, skuRows, storeMaps, skuMaps, bundles] = await Promise.all([
    listAccounts(db),
    listStores(db),
    listSkus(db),
    listStoreMappings(db),
    listSkuMappings(db),
    listBundles(db),
  ]);
  const accounts = new Map(
    accountRows.map((a) => [
      a.id,
      { ...a, config: settingsOf(a.config as Partial<AccountConfig>) },
    ]),
  );
  const byApp = new Map([...accounts.values()].map((a) => [`${a.protocol}|${a.appId}`, a]));
  const storeByKey = new Map(storeMaps.map((m) => [`${m.accountId}|${m.externalCode}`, m.target]));
  const skuByKey = new Map(skuMaps.map((m) => [`${m.accountId}|${m.externalCode}`, m.target]));
  const skuByCode = new Map(skuRows.map((s) => [s.code, s.id]));
  const skuByBarcode = new Map(skuRows.map((s) => [s.barcode, s.id]));
  return {
    accounts,
    stores: new Map(storeRows.map((s) => [s.id, s])),
    skus: new Map(skuRows.map((s) => [s.id, s])),
    accountBy: (protocol, appId) => byApp.get(`${protocol}|${appId}`) ?? null,
    storeOf: (accountId, key) => storeByKey.get(`${accountId}|${key}`) ?? null,
    // A person's mapping wins over our own code, and that over a barcode, which two packs may share.
    skuOf: (accountId, key, barcode) =>
      skuByKey.get(`${accountId}|${key}`) ??
      skuByCode.get(key) ??
      (barcode ? skuByBarcode.get(barcode) : undefined) ??
      null,
    ...outward(storeMaps, skuMaps, skuRows),
    drawsOf: drawsOf(skuRows, bundles),
    bundlesOf: bundlesOf(bundles),
  };
}

/** Messages older than this are refused whatever the account says: used nonces are remembered for twice as long. */
export const SKEW_SECONDS_MAX = 900;

function settingsOf(given: Partial<AccountConfig>): AccountConfig {
  const config = { ...DEFAULTS, ...given };
  return { ...config, skewSeconds: Math.min(config.skewSeconds, SKEW_SECONDS_MAX) };
}

/** Our shops and articles in an account's words. */
function outward(
  storeMaps: readonly Mapping[],
  skuMaps: readonly Mapping[],
  skus: readonly SkuRow[],
): Pick<Catalog, "shopKeyOf" | "skuKeyOf"> {
  const shops = new Map(storeMaps.map((m) => [`${m.accountId}|${m.target}`, m.externalCode]));
  const articles = new Map(skuMaps.map((m) => [`${m.accountId}|${m.target}`, m.externalCode]));
  const codes = new Map(skus.map((s) => [s.id, s.code]));
  return {
    shopKeyOf: (accountId, storeId) => shops.get(`${accountId}|${storeId}`) ?? null,
    skuKeyOf: (accountId, skuId) =>
      articles.get(`${accountId}|${skuId}`) ?? codes.get(skuId) ?? null,
  };
}

function bundlesOf(bundles: readonly BundleRow[]): Catalog["bundlesOf"] {
  const of = new Map<number, number[]>();
  for (const { bundleSkuId, baseSkuId } of bundles)
    of.set(baseSkuId, [...(of.get(baseSkuId) ?? []), bundleSkuId]);
  return (skuId) => of.get(skuId) ?? [];
}

/** A bundle draws on its base articles, everything else on itself. */
function drawsOf(skus: readonly SkuRow[], bundles: readonly BundleRow[]): Catalog["drawsOf"] {
  const portions = new Map(skus.map((s) => [s.id, s.portion]));
  const draws = new Map<number, Draw[]>();
  for (const { bundleSkuId, baseSkuId, qty } of bundles) {
    const per = qty * (portions.get(baseSkuId) ?? 1);
    draws.set(bundleSkuId, [...(draws.get(bundleSkuId) ?? []), { skuId: baseSkuId, per }]);
  }
  for (const sku of skus)
    if (!draws.has(sku.id)) draws.set(sku.id, [{ skuId: sku.id, per: sku.portion }]);
  return (skuId) => draws.get(skuId) ?? [{ skuId, per: 1 }];
}
