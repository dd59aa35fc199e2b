import type { DemoCity } from "@/server/domain/demo/types";
import { insertRows, json } from "../bulk";
import { type Db, inTransaction, type Tx } from "../client";

/** Kept back of every shelf that has enough of it. */
const SAFETY = 2;
const SAFETY_FROM = 40;

export type DemoAccountSeed = {
  code: string;
  channel: string;
  name: string;
  protocol: string;
  appId: string;
  config: Record<string, unknown>;
  /** How much of what there is it may show, and when it is its turn to sell the last pieces; null for what sells nothing. */
  sells: { shareBps: number; rank: number } | null;
  /** What this channel calls each of our shops, by shop code. */
  shops: Record<string, string>;
};

/**
 * Put the demo city into an empty database: shops, articles, opening stock, riders, channel accounts. A second call finds
 * it there and changes only where the channels are reached.
 *
 * @returns true when the city was new
 */
export async function seedDemo(
  db: Db,
  city: DemoCity,
  accounts: readonly DemoAccountSeed[],
): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('seed-demo'))`;
    const [there] = await tx`select 1 from stores limit 1`;
    if (there) {
      await refreshAddresses(tx, accounts);
      await seedAccounts(tx, await newAccounts(tx, accounts));
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
    await tx`
      update channel_accounts set config = config || ${json({ callbackBase, apiBase })}::text::jsonb
      where code = ${a.code}`;
  }
}

/** Those that an older demo did not have. */
async function newAccounts(
  tx: Tx,
  accounts: readonly DemoAccountSeed[],
): Promise<DemoAccountSeed[]> {
  const there = new Set(
    (await tx<{ code: string }[]>`select code from channel_accounts`).map((a) => a.code),
  );
  return accounts.filter((a) => !there.has(a.code));
}

async function seedCatalog(tx: Tx, city: DemoCity): Promise<void> {
  await seedStores(tx, city);
  await seedSkus(tx, city);
  await seedStock(tx, city);
  await seedRiders(tx, city);
}

async function seedStores(tx: Tx, city: DemoCity): Promise<void> {
  await insertRows(tx, {
    table: "stores",
    columns: [
      "id int",
      "code text",
      "name text",
      "district text",
      "lng_e6 int",
      "lat_e6 int",
      "radius_metres int",
    ],
    rows: city.stores.map((s, i) => [
      i + 1,
      s.code,
      s.name,
      s.district,
      s.lngE6,
      s.latE6,
      s.radiusMetres,
    ]),
  });
}

async function seedSkus(tx: Tx, city: DemoCity): Promise<void> {
  await insertRows(tx, {
    table: "skus",
    columns: [
      "id int",
      "code text",
      "barcode text",
      "name text",
      "category text",
      "price_fen bigint",
      "cost_fen bigint",
      "weight_grams int",
      "volume_ml int",
      "zone zone",
    ],
    rows: city.skus.map((k, i) => [
      i + 1,
      k.code,
      k.barcode,
      k.name,
      k.category,
      k.priceFen,
      k.costFen,
      k.weightGrams,
      k.volumeMl,
      k.zone,
    ]),
  });
}

async function seedStock(tx: Tx, city: DemoCity): Promise<void> {
  await insertRows(tx, {
    table: "stock",
    columns: ["store_id int", "sku_id int", "opening_pieces int", "on_hand int", "safety int"],
    rows: city.stores.flatMap((store, s) =>
      city.skus.map((sku, k) => {
        const pieces = city.openingStock(store.code, sku);
        return [s + 1, k + 1, pieces, pieces, pieces >= SAFETY_FROM ? SAFETY : 0];
      }),
    ),
  });
}

async function seedRiders(tx: Tx, city: DemoCity): Promise<void> {
  const storeIds = new Map(city.stores.map((s, i) => [s.code, i + 1]));
  await insertRows(tx, {
    table: "riders",
    columns: [
      "id int",
      "code text",
      "name text",
      "store_id int",
      "capacity smallint",
      "cold_box bool",
    ],
    rows: city.riders.map((r, i) => [
      i + 1,
      r.code,
      r.name,
      storeIds.get(r.storeCode) ?? 1,
      r.capacity,
      r.coldBox,
    ]),
  });
}

async function seedAccounts(tx: Tx, accounts: readonly DemoAccountSeed[]): Promise<void> {
  for (const a of accounts) {
    const [row] = await tx<{ id: number }[]>`
      insert into channel_accounts (code, channel, name, protocol, app_id, secret_ref, config)
      values (${a.code}, ${a.channel}, ${a.name}, ${a.protocol}, ${a.appId}, ${`file:${a.code}`},
        ${json(a.config)}::text::jsonb)
      returning id`;
    const id = row?.id ?? 0;
    await insertRows(tx, {
      table: "store_mappings",
      columns: ["account_id int", "external_code text", "store_id int"],
      rows: Object.values(a.shops).map((code, i) => [id, code, i + 1]),
    });
    if (a.sells) {
      const { shareBps, rank } = a.sells;
      await tx`insert into promise_rules (account_id, share_bps, rank) values (${id}, ${shareBps}, ${rank})`;
    }
  }
}
