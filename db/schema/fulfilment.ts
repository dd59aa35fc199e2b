import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import { delivery, deliveryOwner, fulfil, handshake, parcelClass } from "./axes";
import { bytes, instant, int8 } from "./columns";

/** Goods that leave one store in one parcel. Merging and splitting happen here, by moving line quantities. */
export const fulfilmentOrders = pgTable(
  "fulfilment_orders",
  {
    id: int8("id").primaryKey(),
    storeId: integer("store_id").notNull(),
    lane: smallint("lane").notNull(),
    deliveryOwner: deliveryOwner("delivery_owner").notNull(),
    parcelClass: parcelClass("parcel_class").notNull(),
    status: fulfil("status").notNull(),
    handshake: handshake("handshake").notNull().default("unsubmitted"),
    promiseFrom: instant("promise_from"),
    promiseAt: instant("promise_at").notNull(),
    /** Looked at again from then on: waits for a partner. Null while it waits for one of its orders. */
    holdUntil: instant("hold_until"),
    doorKey: bytes("door_key"),
    lngE6: integer("lng_e6"),
    latE6: integer("lat_e6"),
    weightGrams: integer("weight_grams").notNull(),
    volumeMl: integer("volume_ml").notNull(),
    /** Orders with goods in it. */
    members: smallint("members").notNull(),
    mergeable: boolean("mergeable").notNull(),
    mergeGroupId: int8("merge_group_id"),
    factAt: instant("fact_at"),
    releasedAt: instant("released_at"),
    pickedAt: instant("picked_at"),
    handedOverAt: instant("handed_over_at"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("fulfilment_door")
      .on(t.storeId, t.doorKey)
      .where(sql`door_key is not null and status in ('waiting_merge', 'open', 'released')`),
    index("fulfilment_hold").on(t.holdUntil).where(sql`status in ('waiting_merge', 'open')`),
    index("fulfilment_at_store")
      .on(t.promiseAt)
      .where(
        sql`delivery_owner = 'self' and status in ('picking', 'short_picked', 'picked', 'packed', 'ready')`,
      ),
    check("fulfilment_members", sql`members >= 0 and weight_grams >= 0 and volume_ml >= 0`),
  ],
);

export const fulfilmentLines = pgTable(
  "fulfilment_lines",
  {
    fulfilmentId: int8("fulfilment_id").notNull(),
    orderId: int8("order_id").notNull(),
    lineNo: smallint("line_no").notNull(),
    skuId: integer("sku_id").notNull(),
    qty: integer("qty").notNull(),
    picked: integer("picked"),
    fulfilled: integer("fulfilled").notNull().default(0),
    cancelled: integer("cancelled").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.lineNo, t.fulfilmentId] }),
    index("fulfilment_lines_parcel").on(t.fulfilmentId),
    check(
      "fulfilment_lines_conserved",
      sql`qty > 0 and fulfilled >= 0 and cancelled >= 0 and fulfilled + cancelled <= qty`,
    ),
  ],
);

export const mergeGroups = pgTable(
  "merge_groups",
  {
    id: int8("id").primaryKey(),
    fulfilmentId: int8("fulfilment_id").notNull(),
    ruleVersion: text("rule_version").notNull(),
    /** Who is in, since when, why, who left has no live goods in it: [{orderId, joinedAt, reason}]. */
    members: jsonb("members").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("merge_groups_created")
      .using("brin", t.createdAt)
      .with({ autosummarize: true, pages_per_range: 16 }),
  ],
);

/** Every automatic choice that had an alternative: inputs as seen, rule version, outcome, one sentence. */
export const decisions = pgTable(
  "decisions",
  {
    id: int8("id").primaryKey(),
    kind: text("kind").notNull(),
    orderId: int8("order_id"),
    fulfilmentId: int8("fulfilment_id"),
    ruleVersion: text("rule_version").notNull(),
    outcome: text("outcome").notNull(),
    sentence: text("sentence").notNull(),
    inputs: jsonb("inputs").notNull(),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [
    index("decisions_order").on(t.orderId),
    // Decisions about a parcel as such: which rider.
    index("decisions_parcel").on(t.fulfilmentId).where(sql`order_id is null`),
  ],
);

export const packages = pgTable("packages", {
  id: int8("id").primaryKey(),
  fulfilmentId: int8("fulfilment_id").notNull().unique(),
  weightGrams: integer("weight_grams").notNull(),
  packedAt: instant("packed_at").notNull(),
});

export const deliveryTasks = pgTable(
  "delivery_tasks",
  {
    id: int8("id").primaryKey(),
    fulfilmentId: int8("fulfilment_id").notNull(),
    storeId: integer("store_id").notNull(),
    riderId: integer("rider_id"),
    status: delivery("status").notNull(),
    promiseAt: instant("promise_at").notNull(),
    factAt: instant("fact_at"),
    assignedAt: instant("assigned_at"),
    pickedUpAt: instant("picked_up_at"),
    deliveredAt: instant("delivered_at"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("delivery_tasks_parcel").on(t.fulfilmentId),
    index("delivery_tasks_open")
      .on(t.status, t.storeId)
      .where(
        sql`status in ('pending_call', 'calling', 'assigned', 'arrived_store', 'picked_up', 'delivering')`,
      ),
  ],
);

/** A call to a channel that must be made, and is made until it is answered. Written with the change it tells of. */
export const writebacks = pgTable(
  "writebacks",
  {
    id: int8("id").primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer("account_id").notNull(),
    orderId: int8("order_id").notNull(),
    kind: text("kind").notNull(),
    state: text("state").notNull().default("waiting"),
    attempts: smallint("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull().defaultNow(),
    answer: text("answer"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("writebacks_due").on(t.dueAt).where(sql`state = 'waiting'`),
    index("writebacks_failed").on(t.id).where(sql`state = 'failed'`),
  ],
);
