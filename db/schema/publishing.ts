import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import { channelAccounts } from "./catalog";
import { instant, int8 } from "./columns";

/** How much of what there is a channel may show. @source docs/domain/stock.md#allowance */
export const promiseRules = pgTable(
  "promise_rules",
  {
    accountId: integer("account_id")
      .primaryKey()
      .references(() => channelAccounts.id),
    /** Its part of what no channel has for itself, in basis points. */
    shareBps: integer("share_bps").notNull().default(10_000),
    /** Shown at most; null is no limit. */
    cap: integer("cap"),
    /** How often selling something that just ran out is bearable, in basis points. */
    riskBps: integer("risk_bps").notNull().default(100),
    /** When little is left only the lowest rank sells. */
    rank: smallint("rank").notNull().default(10),
    /** From a change here to the channel's answer, measured. */
    lagMs: integer("lag_ms").notNull().default(2_000),
    changedBy: text("changed_by").notNull().default("system"),
    changedAt: instant("changed_at").notNull().defaultNow(),
  },
  (t) => [
    check(
      "promise_rules_range",
      sql`${t.shareBps} between 0 and 10000 and (${t.cap} is null or ${t.cap} >= 0) and ${t.lagMs} >= 0`,
    ),
  ],
);

/** What a channel's price is where it is not the article's own. */
export const channelPrices = pgTable(
  "channel_prices",
  {
    accountId: integer("account_id")
      .notNull()
      .references(() => channelAccounts.id),
    skuId: integer("sku_id").notNull(),
    priceFen: int8("price_fen").notNull(),
    changedBy: text("changed_by").notNull(),
    changedAt: instant("changed_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.skuId] }),
    check("channel_prices_positive", sql`${t.priceFen} > 0`),
  ],
);

/** Pieces sold per thousand minutes in the last hour, by channel account. */
export const saleRates = pgTable(
  "sale_rates",
  {
    storeId: integer("store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    accountId: integer("account_id").notNull(),
    milliPerMinute: integer("milli_per_minute").notNull(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.storeId, t.skuId, t.accountId] })],
);

/**
 * What a channel should show of one article in one shop, and what it is known to show. `version` rises with every change
 * of `wanted`; a row with `due_at` has something to tell.
 */
export const published = pgTable(
  "published",
  {
    accountId: integer("account_id").notNull(),
    kind: text("kind").notNull(),
    storeId: integer("store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    wanted: integer("wanted").notNull(),
    version: int8("version").notNull().default(1),
    /** Since when the channel shows something else than it should; null when it shows what it should. */
    dirtyAt: instant("dirty_at"),
    /** Of the source: when the goods changed, for the age people see. */
    changedAt: instant("changed_at").notNull().defaultNow(),
    dueAt: instant("due_at"),
    /** To zero first, then what is below its buffer, then down, then up. */
    rank: smallint("rank").notNull().default(3),
    /** A call that has not been answered yet. */
    sentVersion: int8("sent_version"),
    sentAt: instant("sent_at"),
    ackedVersion: int8("acked_version").notNull().default(0),
    ackedValue: integer("acked_value"),
    ackedAt: instant("acked_at"),
    tries: smallint("tries").notNull().default(0),
    /** The channel's own words when it did not take it. */
    fault: text("fault"),
    /** Not sent again until a person or the full compare says so. */
    blocked: boolean("blocked").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.kind, t.storeId, t.skuId] }),
    index("published_due").on(t.accountId, t.rank, t.dueAt).where(sql`due_at is not null`),
    index("published_shop")
      .on(t.accountId, t.storeId, t.kind, t.rank)
      .where(sql`due_at is not null`),
    index("published_cell").on(t.storeId, t.skuId),
    index("published_blocked").on(t.accountId, t.storeId).where(sql`blocked`),
    check("published_versions", sql`${t.ackedVersion} <= ${t.version} and ${t.wanted} >= 0`),
  ],
);

/** A channel's answers to our numbers, by minute: for the wall's 库存同步延迟. */
export const syncMinutes = pgTable(
  "sync_minutes",
  {
    minute: instant("minute").notNull(),
    accountId: integer("account_id").notNull(),
    /** Upper bound of the delay in milliseconds; 0 counts failures. */
    bucketMs: integer("bucket_ms").notNull(),
    count: integer("count").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.minute, t.accountId, t.bucketMs] })],
);

/**
 * Going round all shelves to work out anew what channels may show. It goes on after `after`, and is over where it began:
 * a change on the way moves the end to where it stands. A row is one round under way.
 */
export const planRounds = pgTable("plan_rounds", {
  what: text("what").primaryKey(),
  afterStore: integer("after_store").notNull().default(0),
  afterSku: integer("after_sku").notNull().default(0),
  endStore: integer("end_store").notNull().default(0),
  endSku: integer("end_sku").notNull().default(0),
  /** It has passed the last shelf and goes on from the first to its end. */
  wrapped: boolean("wrapped").notNull().default(false),
  since: instant("since").notNull().defaultNow(),
});
