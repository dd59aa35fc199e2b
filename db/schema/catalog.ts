import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { zone } from "./axes";
import { bytes, instant, int8 } from "./columns";

/** A shop of ours on one channel, or a kind of device. Its protocol is code; everything else about it is this row. */
export const channelAccounts = pgTable(
  "channel_accounts",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    code: text("code").notNull().unique(),
    channel: text("channel").notNull(),
    name: text("name").notNull(),
    /** Which adapter speaks for it: own, meituan, eleme. */
    protocol: text("protocol").notNull(),
    appId: text("app_id").notNull(),
    /** Where the secret is found, never the secret: `file:meituan-1` or `env:MEITUAN_SECRET`. */
    secretRef: text("secret_ref").notNull(),
    /** AccountConfig of server/domain/channels: addresses, skew, rate, deadlines, field overrides. */
    config: jsonb("config").notNull(),
    enabled: boolean("enabled").notNull().default(true),
    pulledUntil: instant("pulled_until"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [unique("channel_accounts_app").on(t.protocol, t.appId)],
);

export const stores = pgTable("stores", {
  id: integer("id").primaryKey(),
  code: text("code").notNull().unique(),
  name: text("name").notNull(),
  district: text("district").notNull(),
  lngE6: integer("lng_e6").notNull(),
  latE6: integer("lat_e6").notNull(),
  radiusMetres: integer("radius_metres").notNull(),
  isOpen: boolean("is_open").notNull().default(true),
});

/** What a channel calls our shop. */
export const storeMappings = pgTable(
  "store_mappings",
  {
    accountId: integer("account_id")
      .notNull()
      .references(() => channelAccounts.id),
    externalCode: text("external_code").notNull(),
    storeId: integer("store_id")
      .notNull()
      .references(() => stores.id),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.externalCode] })],
);

export const skus = pgTable(
  "skus",
  {
    id: integer("id").primaryKey(),
    code: text("code").notNull().unique(),
    barcode: text("barcode").notNull(),
    name: text("name").notNull(),
    category: text("category").notNull(),
    priceFen: int8("price_fen").notNull(),
    costFen: int8("cost_fen").notNull(),
    weightGrams: integer("weight_grams").notNull(),
    volumeMl: integer("volume_ml").notNull(),
    zone: zone("zone").notNull(),
    /** What stock of it is counted in. */
    unit: text("unit").notNull().default("piece"),
    /** Base units that one sold piece takes: 1, or the nominal grams of weighed goods. */
    portion: integer("portion").notNull().default(1),
    /** Pieces of it in one line of an order that nobody has to look at; null: as many as its channel allows. */
    lineMax: integer("line_max"),
  },
  (t) => [
    index("skus_barcode").on(t.barcode),
    check("skus_portion", sql`${t.portion} > 0 and ${t.unit} in ('piece', 'gram')`),
  ],
);

/** A bundle has no shelf of its own: one of it takes these pieces of its base articles. */
export const bundles = pgTable(
  "bundles",
  {
    bundleSkuId: integer("bundle_sku_id")
      .notNull()
      .references(() => skus.id),
    baseSkuId: integer("base_sku_id")
      .notNull()
      .references(() => skus.id),
    qty: integer("qty").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.bundleSkuId, t.baseSkuId] }),
    index("bundles_base").on(t.baseSkuId),
    check("bundles_qty", sql`${t.qty} > 0 and ${t.bundleSkuId} <> ${t.baseSkuId}`),
  ],
);

/** What a channel calls our goods, where it is not our own code. `ignored` lines are known to be no goods (bags, gifts). */
export const skuMappings = pgTable(
  "sku_mappings",
  {
    accountId: integer("account_id")
      .notNull()
      .references(() => channelAccounts.id),
    externalCode: text("external_code").notNull(),
    skuId: integer("sku_id")
      .notNull()
      .references(() => skus.id),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.externalCode] })],
);

export const riders = pgTable(
  "riders",
  {
    id: integer("id").primaryKey(),
    code: text("code").notNull().unique(),
    name: text("name").notNull(),
    storeId: integer("store_id")
      .notNull()
      .references(() => stores.id),
    capacity: smallint("capacity").notNull(),
    coldBox: boolean("cold_box").notNull(),
    /** Parcels assigned and not yet delivered. */
    load: smallint("load").notNull().default(0),
    lngE6: integer("lng_e6"),
    latE6: integer("lat_e6"),
    pingAt: instant("ping_at"),
    online: boolean("online").notNull().default(false),
  },
  (t) => [check("riders_load", sql`${t.load} >= 0`)],
);

/** A wall's read-only token: one screen, revocable, stored as a hash. */
export const screenTokens = pgTable("screen_tokens", {
  tokenHash: bytes("token_hash").primaryKey(),
  label: text("label").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  revokedAt: instant("revoked_at"),
});

/** A marked day: comparisons with it print 不可比. */
export const markedDays = pgTable("marked_days", {
  day: date("day", { mode: "string" }).primaryKey(),
  reason: text("reason").notNull(),
});
