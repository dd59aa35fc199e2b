import type { DemoCity } from "@/server/domain/demo/types";
import { copyRows, json } from "../bulk";
import { type Db, inTransaction, type Tx } from "../client";

export type DemoAccountSeed = {
  code: string;
  channel: string;
  name: string;
  protocol: string;
  appId: string;
  config: Record<string, unknown>;
  /** What this channel calls each of our shops, by shop code. */
  shops: Record<string, string>;
};

/**
 * Put the demo city into an empty database: shops, articles, opening stock, riders, channel accounts. A second call finds
 * it there and changes only where the channels are reached.
 *
 * @returns true when the city was new
 */
export async function seedDemo(db: Db, city: DemoCity, accounts: readonly DemoAccountSeed[]): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('seed-demo'))`;
    const [there] = await tx`select 1 from stores limit 1`;
    if (there) {
      await refreshAddresses(tx, accounts);
      return false;
    }
    await seedCatalog(tx, city);
    await seedAccounts(tx, accounts);
    return true;
  });
}

/** Ports may differ from the last start. */
async function refreshAddresses(tx: Tx, accounts: readonly DemoAccountSeed[]): Promise<void> {
  for (const a of accounts) {
    const { callbackBase, apiBase } = a.config;
    await tx`update channel_accounts set config = config || ${json({ callbackBase, apiBase })}::text::jsonb where code = ${a.code}`;
  }
}

async function seedCatalog(tx: Tx, city: DemoCity): Promise<void> {
  await copyRows(tx, "stores", ["id", "code", "name", "district", "lng_e6", "lat_e6", "radius_metres"],
    city.stores.map((s, i) => [i + 1, s.code, s.name, s.district, s.lngE6, s.latE6, s.radiusMetres]));
  await copyRows(tx, "skus",
    ["id", "code", "barcode", "name", "category", "price_fen", "cost_fen", "weight_grams", "volume_ml", "zone"],
    city.skus.map((k, i) => [i + 1, k.code, k.barcode, k.name, k.category, k.priceFen, k.costFen, k.weightGrams, k.volumeMl, k.zone]));
  await copyRows(tx, "stock", ["store_id", "sku_id", "opening_pieces", "on_hand"],
    city.stores.flatMap((store, s) => city.skus.map((sku, k) => {
      const pieces = city.openingStock(store.code, sku);
      return [s + 1, k + 1, pieces, pieces];
    })));
  const storeIds = new Map(city.stores.map((s, i) => [s.code, i + 1]));
  await copyRows(tx, "riders", ["id", "code", "name", "store_id", "capacity", "cold_box"],
    city.riders.map((r, i) => [i + 1, r.code, r.name, storeIds.get(r.storeCode) ?? 1, r.capacity, r.coldBox]));
}

async function seedAccounts(tx: Tx, accounts: readonly DemoAccountSeed[]): Promise<void> {
  for (const a of accounts) {
    const [row] = await tx<{ id: number }[]>`
      insert into channel_accounts (code, channel, name, protocol, app_id, secret_ref, config)
      values (${a.code}, ${a.channel}, ${a.name}, ${a.protocol}, ${a.appId}, ${`file:${a.code}`}, ${json(a.config)}::text::jsonb)
      returning id`;
    const id = row?.id ?? 0;
    await copyRows(tx, "store_mappings", ["account_id", "external_code", "store_id"],
      Object.values(a.shops).map((code, i) => [id, code, i + 1]));
  }
}
