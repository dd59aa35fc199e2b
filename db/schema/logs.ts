import { sql } from "drizzle-orm";
import {
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { kindList, TICKER_KINDS } from "../../server/domain/events";
import { bytes, instant, int8, xid8 } from "./columns";

/**
 * The inbox log: every acknowledged message as it came, append-only, partitioned by day (see the migration).
 * Readers order by (xid, id) and stop below the oldest open transaction.
 */
export const inbox = pgTable(
  "inbox",
  {
    id: int8("id").notNull().generatedAlwaysAsIdentity(),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
    /** Log partition 0…15, by store; not the storage partition. */
    lane: smallint("lane").notNull(),
    accountId: integer("account_id").notNull(),
    /** What the sender's address or envelope called it: order-paid, order.create, file, pulled. */
    topic: text("topic").notNull(),
    /** To the millisecond, so that a reader who carries it along finds the row again. */
    receivedAt: timestamp("received_at", { withTimezone: true, precision: 3 })
      .notNull()
      .default(sql`log_now()`),
    sha256: bytes("sha256").notNull(),
    body: bytes("body").notNull(),
    /** How `body` is stored: 1 for raw deflate, and 2 more when it is sealed with a day's key. */
    encoding: smallint("encoding").notNull().default(0),
  },
  (t) => [
    index("inbox_order").on(t.lane, t.xid, t.id),
    index("inbox_at").using("brin", t.receivedAt),
  ],
);

/**
 * The key of a day's bodies, itself sealed by the vault. Bodies hold names, phones and addresses: when the day's time is
 * over its key is forgotten, and what was sealed with it is noise.
 */
export const bodyKeys = pgTable(
  "body_keys",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    day: date("day").notNull(),
    sealed: bytes("sealed"),
    forgottenAt: instant("forgotten_at"),
  },
  (t) => [uniqueIndex("body_keys_day").on(t.day).where(sql`sealed is not null`)],
);

/** Where each consumer group stands in each lane. Holding the row's lock is owning the lane. */
export const logConsumers = pgTable(
  "log_consumers",
  {
    groupName: text("group_name").notNull(),
    lane: smallint("lane").notNull(),
    positionXid: xid8("position_xid").notNull().default(sql`'0'`),
    positionId: int8("position_id").notNull().default(0),
    positionAt: instant("position_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
    /** Messages up to the position, counted when they were taken: as many as lie there, or some were passed over. */
    taken: int8("taken").notNull().default(0),
    /** Of these: put aside as dead letters. */
    buried: int8("buried").notNull().default(0),
    /** Of these: told us nothing that was not known. */
    repeated: int8("repeated").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.groupName, t.lane] }),
    check("log_consumers_parts", sql`taken >= buried + repeated and buried >= 0 and repeated >= 0`),
  ],
);

/**
 * Between which days of storage messages may lie that somebody has not read. Readers look nowhere else. A day is named by
 * whoever writes into it and leaves when everybody has read it: a clock that steps back hides nothing.
 */
export const logDays = pgTable("log_days", {
  log: text("log").primaryKey(),
  lowDay: date("low_day").notNull(),
  highDay: date("high_day").notNull(),
});

/** Days that are gone, by policy: how much lay there, for those who recount. */
export const logDrops = pgTable(
  "log_drops",
  {
    log: text("log").notNull(),
    day: date("day").notNull(),
    /** Messages by lane; of the events log one number. */
    rows: jsonb("rows").notNull(),
    idMax: int8("id_max").notNull(),
    droppedAt: instant("dropped_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.log, t.day] })],
);

/** Days that are old enough to go and stay, and why. */
export const logKeeps = pgTable(
  "log_keeps",
  {
    log: text("log").notNull(),
    day: date("day").notNull(),
    why: text("why").notNull(),
    seenAt: instant("seen_at").notNull().defaultNow(),
    /** Looks that found the same. */
    sightings: integer("sightings").notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.log, t.day] })],
);

/** How many rows were forgotten because they were old, by what they were: a recount has to come out right. */
export const forgottenRows = pgTable("forgotten_rows", {
  what: text("what").primaryKey(),
  rows: int8("rows").notNull(),
});

/** Work that failed where its neighbours did not: it rests, longer each time, and the others go on. */
export const parkedWork = pgTable(
  "parked_work",
  {
    job: text("job").notNull(),
    subject: text("subject").notNull(),
    cause: text("cause").notNull(),
    tries: integer("tries").notNull(),
    until: instant("until").notNull(),
    parkedAt: instant("parked_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.job, t.subject] })],
);

/** How far a reader of the events log has come. It moves in the transaction that wrote what it read for. */
export const logTails = pgTable("log_tails", {
  name: text("name").primaryKey(),
  xid: xid8("xid").notNull(),
  id: int8("id").notNull(),
  movedAt: instant("moved_at").notNull().defaultNow(),
});

/** A message that could not be processed, with its cause. People can look, edit, re-run. */
export const deadLetters = pgTable(
  "dead_letters",
  {
    id: int8("id").primaryKey().generatedAlwaysAsIdentity(),
    groupName: text("group_name").notNull(),
    inboxId: int8("inbox_id").notNull(),
    inboxAt: instant("inbox_at").notNull(),
    lane: smallint("lane").notNull(),
    accountId: integer("account_id").notNull(),
    topic: text("topic").notNull(),
    code: text("code").notNull(),
    cause: text("cause").notNull(),
    body: bytes("body").notNull(),
    encoding: smallint("encoding").notNull().default(0),
    state: text("state").notNull().default("open"),
    failedAt: instant("failed_at").notNull().defaultNow(),
    resolvedAt: instant("resolved_at"),
    resolvedBy: text("resolved_by"),
    rerunInboxId: int8("rerun_inbox_id"),
  },
  (t) => [
    uniqueIndex("dead_letters_message").on(t.groupName, t.inboxId),
    index("dead_letters_state").on(t.state, t.id),
    index("dead_letters_over").on(t.failedAt).where(sql`state in ('rerun', 'discarded')`),
  ],
);

/** The events log: the history of every state change and the only way out of the database. Append-only, by day. */
export const events = pgTable(
  "events",
  {
    id: int8("id").notNull(),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
    at: instant("at").notNull().defaultNow(),
    kind: text("kind").notNull(),
    orderId: int8("order_id"),
    /** orders.version after this change; null for events that belong to no order. */
    orderVersion: integer("order_version"),
    fulfilmentId: int8("fulfilment_id"),
    storeId: integer("store_id"),
    actor: text("actor").notNull(),
    payload: jsonb("payload").notNull(),
  },
  (t) => [
    index("events_order").on(t.orderId, t.id),
    index("events_tail").on(t.xid, t.id),
    index("events_at").using("brin", t.at),
    // The few kinds the wall's ticker tells of.
    index("events_ticks")
      .on(t.at)
      .where(sql.raw(`kind in (${kindList(TICKER_KINDS)})`)),
  ],
);

/** Numbers per minute, channel and store, written in the transaction that makes them true. */
export const countersMinute = pgTable(
  "counters_minute",
  {
    minute: instant("minute").notNull(),
    channel: text("channel").notNull(),
    storeId: integer("store_id").notNull(),
    orders: integer("orders").notNull().default(0),
    paidFen: int8("paid_fen").notNull().default(0),
    subsidyFen: int8("subsidy_fen").notNull().default(0),
    refundedFen: int8("refunded_fen").notNull().default(0),
    cancelled: integer("cancelled").notNull().default(0),
    completed: integer("completed").notNull().default(0),
    exceptions: integer("exceptions").notNull().default(0),
    mergedOrders: integer("merged_orders").notNull().default(0),
    releasedOrders: integer("released_orders").notNull().default(0),
    duplicates: integer("duplicates").notNull().default(0),
    lagMsSum: int8("lag_ms_sum").notNull().default(0),
    lagMsMax: integer("lag_ms_max").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.minute, t.channel, t.storeId] })],
);

/** Refused at the door: bad signature, stale, replayed, limited, malformed. Counted, never stored. */
export const securityEvents = pgTable(
  "security_events",
  {
    minute: instant("minute").notNull(),
    source: text("source").notNull(),
    code: text("code").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [primaryKey({ columns: [t.minute, t.source, t.code] })],
);

/** One holder at a time for jobs that must run once: sweeps, pulls, write-backs. */
export const leases = pgTable("leases", {
  name: text("name").primaryKey(),
  holder: text("holder").notNull(),
  until: instant("until").notNull(),
});

/** Processes that are alive and what they do, a row each; the system page reads it. */
export const roleBeats = pgTable(
  "role_beats",
  {
    role: text("role").notNull(),
    holder: text("holder").notNull(),
    startedAt: instant("started_at").notNull(),
    beatAt: instant("beat_at").notNull(),
    detail: jsonb("detail").notNull(),
  },
  (t) => [primaryKey({ columns: [t.role, t.holder] })],
);
