import type { Db } from "@/db/client";
import {
  listAccounts,
  listBundles,
  listSkuMappings,
  listSkus,
  listStoreMappings,
  listStores,
  type SkuRow,
  type StoreRow,
} from "@/db/queries/channels/catalog";
import {
  type Account,
  type AccountConfig,
  type Capabilities,
  type ChannelNames,
  channelNames,
  settingsOf,
} from "@/server/domain/channels";
import { bundlesBySku, type Draw, drawsBySku } from "@/server/domain/inventory";

/** What intake looks up for every line, held in memory. A miss reloads it, at most once a second. */
export type Catalog = ChannelNames & {
  accounts: ReadonlyMap<number, Account>;
  stores: ReadonlyMap<number, StoreRow>;
  skus: ReadonlyMap<number, SkuRow>;
  accountBy: (protocol: string, appId: string) => Account | null;
  /** What a sold piece takes of which shelves. */
  drawsOf: (skuId: number) => readonly Draw[];
  /** Bundles that draw on this article. */
  bundlesOf: (skuId: number) => readonly number[];
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

/** What is declared of an account, by its protocol and channel. */
export type CapabilitiesOf = (account: { protocol: string; channel: string }) => Capabilities;

export function catalogCache(db: Db, capabilitiesOf: CapabilitiesOf): CatalogCache {
  let held: Catalog | null = null;
  let loadedAt = 0;
  let loading: Promise<Catalog> | null = null;
  const load = (): Promise<Catalog> => {
    loading ??= inTime(loadCatalog(db, capabilitiesOf), LOAD_MS_MAX)
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

async function loadCatalog(db: Db, capabilitiesOf: CapabilitiesOf): Promise<Catalog> {
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
      {
        ...a,
        capabilities: capabilitiesOf(a),
        config: settingsOf(a.config as Partial<AccountConfig>),
      },
    ]),
  );
  const byApp = new Map([...accounts.values()].map((a) => [`${a.protocol}|${a.appId}`, a]));
  return {
    accounts,
    stores: new Map(storeRows.map((s) => [s.id, s])),
    skus: new Map(skuRows.map((s) => [s.id, s])),
    accountBy: (protocol, appId) => byApp.get(`${protocol}|${appId}`) ?? null,
    ...channelNames({ storeMaps, skuMaps, skus: skuRows }),
    drawsOf: drawsBySku(skuRows, bundles),
    bundlesOf: bundlesBySku(bundles),
  };
}
