import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { reservationState } from "./axes";
import { channelAccounts, skus, stores } from "./catalog";
import { instant, int8, xid8 } from "./columns";

type Kept = "reserved" | "picked" | "safety" | "frozen" | "quarantine";
type Counted = Kept | "inTransit" | "dedicated" | "debt";

/** What of the goods on hand may not be promised to single channels. */
const keptOf = (t: Record<Kept, AnyPgColumn>) => [
  t.reserved,
  t.picked,
  t.safety,
  t.frozen,
  t.quarantine,
];
/** Every count of a cell beside what is on hand. */
const countsOf = (t: Record<Counted, AnyPgColumn>) => [
  ...keptOf(t),
  t.inTransit,
  t.dedicated,
  t.debt,
];

/**
 * Goods of one kind in one store, in base units. The conditional update of this row is the only authority over what may
 * be sold: on hand − reserved − picked − safety − frozen − quarantine, never below zero.
 */
export const stock = pgTable(
  "stock",
  {
    storeId: integer("store_id")
      .notNull()
      .references(() => stores.id),
    skuId: integer("sku_id")
      .notNull()
      .references(() => skus.id),
    openingPieces: integer("opening_pieces").notNull(),
    onHand: integer("on_hand").notNull(),
    /** Promised and still on the shelf. */
    reserved: integer("reserved").notNull().default(0),
    /** Promised and off the shelf, not yet out of the door. */
    picked: integer("picked").notNull().default(0),
    safety: integer("safety").notNull().default(0),
    /** Kept back by a person. */
    frozen: integer("frozen").notNull().default(0),
    /** There, but not for sale. */
    quarantine: integer("quarantine").notNull().default(0),
    /** On the way here from another store. */
    inTransit: integer("in_transit").notNull().default(0),
    /** Σ of what single channels have for themselves. */
    dedicated: integer("dedicated").notNull().default(0),
    /** Promised before a count showed that it is not there: being freed, never grown by a sale. */
    debt: integer("debt").notNull().default(0),
    /** Nothing is sold until somebody has counted. */
    stopped: boolean("stopped").notNull().default(false),
    version: int8("version").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.storeId, t.skuId] }),
    index("stock_debts").on(t.storeId, t.skuId).where(sql`debt > 0`),
    check("stock_not_negative", sql`least(${sql.join(countsOf(t), sql`, `)}) >= 0`),
    check(
      "stock_never_oversold",
      sql`${t.reserved} + ${t.picked} + ${t.quarantine} <= ${t.onHand} + ${t.debt}`,
    ),
    check(
      "stock_quotas_within",
      sql`${t.dedicated} <= greatest(0, ${t.onHand} - ${sql.join(keptOf(t), sql` - `)})`,
    ),
  ],
);

/**
 * Every change of goods on hand, in quarantine or on the way, with its cause. Append-only:
 * `opening + Σ delta = on_hand`, `Σ quarantine_delta = quarantine`, `Σ transit_delta = in_transit` at all times.
 */
export const stockLedger = pgTable(
  "stock_ledger",
  {
    storeId: integer("store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    kind: text("kind").notNull(),
    delta: integer("delta").notNull(),
    quarantineDelta: integer("quarantine_delta").notNull().default(0),
    transitDelta: integer("transit_delta").notNull().default(0),
    /** What it was for; with kind it makes a second booking of the same thing impossible. */
    ref: text("ref").notNull(),
    reason: text("reason").notNull().default(""),
    actor: text("actor").notNull().default("system"),
    at: instant("at").notNull().defaultNow(),
    seq: bigint("seq", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    primaryKey({ columns: [t.storeId, t.skuId, t.kind, t.ref] }),
    index("stock_ledger_position").on(t.xid, t.seq),
    check(
      "stock_ledger_kind",
      sql`${t.kind} in ('receipt', 'sale', 'return', 'adjust', 'count', 'transfer_out', 'transfer_in', 'quarantine')`,
    ),
  ],
);

/** Goods promised to a checkout that is no order yet. One row per article; the key is the caller's. */
export const stockHolds = pgTable(
  "stock_holds",
  {
    accountId: integer("account_id").notNull(),
    holdKey: text("hold_key").notNull(),
    storeId: integer("store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    qty: integer("qty").notNull(),
    /** What was asked for, so that the same key asked again gets the same answer. */
    asked: integer("asked").notNull(),
    state: reservationState("state").notNull().default("held"),
    expiresAt: instant("expires_at").notNull(),
    extended: boolean("extended").notNull().default(false),
    orderId: int8("order_id"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.holdKey, t.storeId, t.skuId] }),
    index("stock_holds_live").on(t.storeId, t.skuId).where(sql`state = 'held'`),
    index("stock_holds_due").on(t.expiresAt).where(sql`state = 'held'`),
    check("stock_holds_qty", sql`${t.qty} >= 0 and ${t.qty} <= ${t.asked}`),
  ],
);

/** Pieces that one channel has for itself; what it sells is taken from here first. */
export const stockQuotas = pgTable(
  "stock_quotas",
  {
    storeId: integer("store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    accountId: integer("account_id")
      .notNull()
      .references(() => channelAccounts.id),
    qty: integer("qty").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.storeId, t.skuId, t.accountId] }),
    check("stock_quotas_qty", sql`${t.qty} >= 0`),
  ],
);

/** Goods on the way between two of our stores. */
export const transfers = pgTable(
  "transfers",
  {
    id: int8("id").primaryKey(),
    fromStoreId: integer("from_store_id").notNull(),
    toStoreId: integer("to_store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    qty: integer("qty").notNull(),
    received: integer("received"),
    state: text("state").notNull().default("in_transit"),
    note: text("note").notNull().default(""),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    endedBy: text("ended_by"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("transfers_open").on(t.createdAt).where(sql`state = 'in_transit'`),
    check(
      "transfers_shape",
      sql`${t.qty} > 0 and ${t.fromStoreId} <> ${t.toStoreId} and ${t.state} in ('in_transit', 'received', 'returned')`,
    ),
  ],
);

/** Somebody should count this shelf. */
export const countTasks = pgTable(
  "count_tasks",
  {
    id: int8("id").primaryKey(),
    storeId: integer("store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    reason: text("reason").notNull(),
    openedBy: text("opened_by").notNull(),
    openedAt: instant("opened_at").notNull().defaultNow(),
    closedAt: instant("closed_at"),
    closedBy: text("closed_by"),
    counted: integer("counted"),
  },
  (t) => [uniqueIndex("count_tasks_one_open").on(t.storeId, t.skuId).where(sql`closed_at is null`)],
);

/** Runs of the conservation check. */
export const stockChecks = pgTable("stock_checks", {
  id: int8("id").primaryKey(),
  askedBy: text("asked_by").notNull(),
  startedAt: instant("started_at").notNull().defaultNow(),
  endedAt: instant("ended_at"),
  cells: integer("cells").notNull().default(0),
  broken: integer("broken").notNull().default(0),
});
