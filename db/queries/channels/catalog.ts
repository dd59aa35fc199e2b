import type { Queryable } from "@/db/client";
import type { Mapping } from "@/server/domain/channels";
import type { BundlePart } from "@/server/domain/inventory";

type AccountRow = {
  id: number;
  code: string;
  channel: string;
  name: string;
  protocol: string;
  appId: string;
  secretRef: string;
  enabled: boolean;
  config: Record<string, unknown>;
};
export type StoreRow = {
  id: number;
  code: string;
  name: string;
  district: string;
  lngE6: number;
  latE6: number;
  radiusMetres: number;
};
export type SkuRow = {
  id: number;
  code: string;
  barcode: string;
  name: string;
  priceFen: number;
  weightGrams: number;
  volumeMl: number;
  zone: "ambient" | "chilled" | "frozen" | "live";
  unit: "piece" | "gram";
  /** Base units that one sold piece takes. */
  portion: number;
  /** Pieces in one line that nobody has to look at; null: as many as the channel allows. */
  lineMax: number | null;
  /** Cost of one sold piece. */
  costFen: number;
};

export async function listAccounts(db: Queryable): Promise<AccountRow[]> {
  return await db<AccountRow[]>`
    select id, code, channel, name, protocol, app_id as "appId", secret_ref as "secretRef", enabled, config
    from channel_accounts order by id`;
}

export async function listStores(db: Queryable): Promise<StoreRow[]> {
  return await db<StoreRow[]>`
    select id, code, name, district, lng_e6 as "lngE6", lat_e6 as "latE6", radius_metres as "radiusMetres"
    from stores order by id`;
}

export async function listSkus(db: Queryable): Promise<SkuRow[]> {
  return await db<SkuRow[]>`
    select id, code, barcode, name, price_fen as "priceFen", weight_grams as "weightGrams", volume_ml as "volumeMl",
      zone, unit, portion, line_max as "lineMax", cost_fen as "costFen"
    from skus order by id`;
}

export async function listBundles(db: Queryable): Promise<BundlePart[]> {
  return await db<BundlePart[]>`
    select bundle_sku_id as "bundleSkuId", base_sku_id as "baseSkuId", qty from bundles order by 1, 2`;
}

export async function listStoreMappings(db: Queryable): Promise<Mapping[]> {
  return await db<
    Mapping[]
  >`select account_id as "accountId", external_code as "externalCode", store_id as target from store_mappings`;
}

export async function listSkuMappings(db: Queryable): Promise<Mapping[]> {
  return await db<
    Mapping[]
  >`select account_id as "accountId", external_code as "externalCode", sku_id as target from sku_mappings`;
}

/** What an account calls one of ours, from now on. */
export async function upsertSkuMapping(
  db: Queryable,
  { accountId, externalCode, target }: Mapping,
  by: string,
): Promise<void> {
  await db`insert into sku_mappings (account_id, external_code, sku_id, created_by)
    values (${accountId}, ${externalCode}, ${target}, ${by})
    on conflict (account_id, external_code) do update set sku_id = excluded.sku_id, created_by = excluded.created_by`;
}

export async function upsertStoreMapping(
  db: Queryable,
  { accountId, externalCode, target }: Mapping,
): Promise<void> {
  await db`insert into store_mappings (account_id, external_code, store_id)
    values (${accountId}, ${externalCode}, ${target})
    on conflict (account_id, external_code) do update set store_id = excluded.store_id`;
}
