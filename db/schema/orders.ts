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
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Application } from "@/server/domain/lifecycle/model";
import { PHASE_SQL } from "@/server/domain/orders/phase";
import {
  afterSale,
  delivery,
  deliveryOwner,
  fulfil,
  reservationState,
  review,
  stockState,
  trade,
} from "./axes";
import { bytes, instant, int8, xid8 } from "./columns";

/** Commercial truth, one row per (account, external number). Never merged, never split. */
export const orders = pgTable(
  "orders",
  {
    id: int8("id").primaryKey(),
    accountId: integer("account_id").notNull(),
    channel: text("channel").notNull(),
    externalNo: text("external_no").notNull(),
    daySeq: integer("day_seq"),
    storeId: integer("store_id"),
    externalStore: text("external_store"),
    lane: smallint("lane").notNull(),
    trade: trade("trade").notNull(),
    review: review("review").notNull().default("approved"),
    stock: stockState("stock").notNull().default("unreserved"),
    fulfil: fulfil("fulfil"),
    delivery: delivery("delivery"),
    afterSale: afterSale("after_sale").notNull().default("none"),
    holds: smallint("holds").notNull().default(0),
    /** What its buyer asks of the platform, and how that stands. */
    applications: jsonb("applications").$type<readonly Application[]>().notNull().default([]),
    openExceptions: smallint("open_exceptions").notNull().default(0),
    /** What is owed back to the buyer and has not gone yet: the sum of its open rows in `owed`. */
    owedFen: int8("owed_fen").notNull().default(0),
    phase: text("phase").notNull().generatedAlwaysAs(sql.raw(PHASE_SQL)),
    deliveryOwner: deliveryOwner("delivery_owner").notNull(),
    leadFulfilmentId: int8("lead_fulfilment_id"),
    itemsFen: int8("items_fen").notNull(),
    merchantDiscountFen: int8("merchant_discount_fen").notNull(),
    platformDiscountFen: int8("platform_discount_fen").notNull(),
    packageFen: int8("package_fen").notNull(),
    deliveryFen: int8("delivery_fen").notNull(),
    paidFen: int8("paid_fen").notNull(),
    refundedFen: int8("refunded_fen").notNull().default(0),
    /** The channel's amounts do not add up: kept as sent, held until a person decides. */
    moneyHeld: boolean("money_held").notNull().default(false),
    placedAt: instant("placed_at").notNull(),
    paidAt: instant("paid_at"),
    /** The moment lists go by: when it was paid; until then, when it was placed. */
    listedAt: instant("listed_at").notNull().generatedAlwaysAs(sql`coalesce(paid_at, placed_at)`),
    promiseFrom: instant("promise_from"),
    promiseAt: instant("promise_at"),
    deliveredAt: instant("delivered_at"),
    businessDay: date("business_day", { mode: "string" }).notNull(),
    /** Name, full phone, address and remark, sealed with the PII key. */
    contactSealed: bytes("contact_sealed"),
    nameMasked: text("name_masked"),
    phoneTail: text("phone_tail"),
    /** Keyed hashes, so that equality can be asked without knowing the value. */
    phoneKey: bytes("phone_key"),
    maskKey: bytes("mask_key"),
    doorKey: bytes("door_key"),
    addressMasked: text("address_masked"),
    lngE6: integer("lng_e6"),
    latE6: integer("lat_e6"),
    tags: text("tags").array(),
    /** Platform time of the newest fact on the trade and delivery axes: an older one never overwrites it. */
    tradeFactAt: instant("trade_fact_at").notNull(),
    deliveryFactAt: instant("delivery_fact_at"),
    contactHash: bytes("contact_hash"),
    /** When its channel last told of another buyer, phone or door; null: as with the order itself. */
    contactAt: instant("contact_at"),
    contentHash: bytes("content_hash").notNull(),
    inboxId: int8("inbox_id").notNull(),
    inboxAt: instant("inbox_at").notNull(),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("orders_source").on(t.accountId, t.externalNo),
    index("orders_list").on(t.listedAt, t.id),
    index("orders_day").on(t.businessDay, t.daySeq),
    index("orders_tail").on(t.phoneTail, t.id).where(sql`phone_tail is not null`),
    // Orders come in about the order of their promises: a summary of each few pages finds an hour as well as a tree does.
    index("orders_promise")
      .using("brin", t.promiseAt)
      .with({ autosummarize: true, pages_per_range: 16 }),
    index("orders_active")
      .on(t.phase, t.storeId)
      .where(sql`phase not in ('cancelled', 'closed', 'refunded', 'done')`),
    // What lists are asked for and is rare, by the moment lists go by: a row each while it is so.
    index("orders_held").on(t.listedAt, t.id).where(sql`holds > 0`),
    index("orders_short").on(t.listedAt, t.id).where(sql`stock = 'short'`),
    index("orders_undone")
      .on(t.phase, t.listedAt, t.id)
      .where(sql`phase in ('cancelled', 'closed', 'refunded')`),
    index("orders_storeless").on(t.accountId, t.externalStore).where(sql`store_id is null`),
    check(
      "orders_money_sums",
      sql`money_held or (items_fen - merchant_discount_fen - platform_discount_fen
      + package_fen + delivery_fen = paid_fen and items_fen >= 0 and paid_fen >= 0)`,
    ),
    check(
      "orders_refund_within_paid",
      sql`refunded_fen >= 0 and (money_held or refunded_fen <= paid_fen)`,
    ),
    check("orders_counts", sql`holds >= 0 and open_exceptions >= 0 and version >= 1`),
  ],
);

/** A line's quantity is always in exactly one place; the counters move in the statement that moves the goods. */
export const orderLines = pgTable(
  "order_lines",
  {
    orderId: int8("order_id").notNull(),
    lineNo: smallint("line_no").notNull(),
    externalLineId: text("external_line_id"),
    skuId: integer("sku_id"),
    /** The channel's own words, kept only while the goods are not matched. */
    externalSku: text("external_sku"),
    externalName: text("external_name"),
    ordered: integer("ordered").notNull(),
    unassigned: integer("unassigned").notNull(),
    open: integer("open").notNull().default(0),
    fulfilled: integer("fulfilled").notNull().default(0),
    cancelled: integer("cancelled").notNull().default(0),
    unitPriceFen: int8("unit_price_fen").notNull(),
    paidFen: int8("paid_fen").notNull(),
    refundedFen: int8("refunded_fen").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.lineNo] }),
    index("order_lines_sku").on(t.skuId, t.orderId),
    check(
      "order_lines_conserved",
      sql`ordered = unassigned + open + fulfilled + cancelled
      and ordered > 0 and unassigned >= 0 and open >= 0 and fulfilled >= 0 and cancelled >= 0`,
    ),
  ],
);

/**
 * Goods promised to a line, in base units: a bundle's line has one part per base article, a line sent from two shops one
 * per shop. `qty` is what is still promised, `picked` how much of it has left the shelf; used up, `qty` says what was taken.
 */
export const reservations = pgTable(
  "reservations",
  {
    orderId: int8("order_id").notNull(),
    lineNo: smallint("line_no").notNull(),
    part: smallint("part").notNull().default(0),
    storeId: integer("store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    qty: integer("qty").notNull(),
    picked: integer("picked").notNull().default(0),
    /** Base units for one ordered piece. */
    per: integer("per").notNull().default(1),
    state: reservationState("state").notNull().default("confirmed"),
    /** Set while the order is not paid: then the goods are free again. */
    expiresAt: instant("expires_at"),
    extended: boolean("extended").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.lineNo, t.part] }),
    index("reservations_live")
      .on(t.storeId, t.skuId)
      .where(sql`state in ('held', 'confirmed', 'picked')`),
    index("reservations_due").on(t.expiresAt).where(sql`state = 'held'`),
    check("reservations_qty", sql`qty >= 0 and picked >= 0 and picked <= qty and per > 0`),
    check("reservations_expiry", sql`(state = 'held') = (expires_at is not null)`),
  ],
);

/** What a channel told us about an order after (or before) it was created. Each is taken once. */
export const channelFacts = pgTable(
  "channel_facts",
  {
    accountId: integer("account_id").notNull(),
    externalNo: text("external_no").notNull(),
    kind: text("kind").notNull(),
    /** The platform's version or time: the same fact told twice has the same one. */
    version: text("version").notNull(),
    at: instant("at").notNull(),
    data: jsonb("data").notNull(),
    inboxId: int8("inbox_id").notNull(),
    /** Set when it has taken effect on an order; null while it waits for one that has not come yet. */
    orderId: int8("order_id"),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.externalNo, t.kind, t.version] }),
    index("channel_facts_waiting").on(t.accountId, t.externalNo).where(sql`order_id is null`),
  ],
);

export const exceptionCases = pgTable(
  "exception_cases",
  {
    id: int8("id").primaryKey(),
    code: text("code").notNull(),
    orderId: int8("order_id"),
    fulfilmentId: int8("fulfilment_id"),
    accountId: integer("account_id"),
    storeId: integer("store_id"),
    /** One open case per thing: the same finding twice is one case. */
    subject: text("subject").notNull(),
    cause: text("cause").notNull(),
    data: jsonb("data").notNull(),
    riskFen: int8("risk_fen").notNull().default(0),
    openedAt: instant("opened_at").notNull().defaultNow(),
    dueAt: instant("due_at").notNull(),
    closedAt: instant("closed_at"),
    closedBy: text("closed_by"),
    outcome: text("outcome"),
  },
  (t) => [
    uniqueIndex("exception_cases_one_open").on(t.code, t.subject).where(sql`closed_at is null`),
    index("exception_cases_open").on(t.dueAt).where(sql`closed_at is null`),
    index("exception_cases_order").on(t.orderId),
    index("exception_cases_opened").on(t.openedAt),
    index("exception_cases_closed").on(t.closedAt, t.id).where(sql`closed_at is not null`),
    index("exception_cases_oversold").on(t.openedAt).where(sql`code = 'OVERSOLD'`),
  ],
);

/** Details to fetch from a channel whose push was only an id, or whose data came degraded. Gone once the detail is in the log. */
export const pulls = pgTable(
  "pulls",
  {
    accountId: integer("account_id").notNull(),
    externalNo: text("external_no").notNull(),
    lane: smallint("lane").notNull(),
    attempts: smallint("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull().defaultNow(),
    lastError: text("last_error"),
    /** Refunds that were announced: the answer has to show them. */
    refunds: text("refunds").array().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.externalNo] }), index("pulls_due").on(t.dueAt)],
);
