import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { instant, int8 } from "./columns";

/** What a warehouse, a file or a person said about shelves, and what became of it. Taken once per number of the sender. */
export const stockReports = pgTable(
  "stock_reports",
  {
    id: int8("id").primaryKey(),
    /** The account that sent it; 0 for what people entered here. */
    accountId: integer("account_id").notNull(),
    kind: text("kind").notNull(),
    reportId: text("report_id").notNull(),
    /** Null while the sender's shop is not mapped. */
    storeId: integer("store_id"),
    storeKey: text("store_key").notNull(),
    asOf: instant("as_of").notNull(),
    /** Our ledger's position that the sender had applied, `xid:seq`. */
    lastMove: text("last_move"),
    lines: jsonb("lines").notNull(),
    state: text("state").notNull().default("waiting"),
    /** Why it was refused, and one sentence for people. */
    code: text("code"),
    cause: text("cause"),
    /** {lines, same, adjusted, frozen, conflicts, unknown} once it was taken. */
    outcome: jsonb("outcome"),
    sentBy: text("sent_by").notNull(),
    receivedAt: instant("received_at").notNull().defaultNow(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    unique("stock_reports_once").on(t.accountId, t.kind, t.reportId),
    index("stock_reports_waiting").on(t.id).where(sql`state = 'waiting'`),
    index("stock_reports_refused").on(t.id).where(sql`state = 'refused'`),
    index("stock_reports_newest").on(t.storeId, t.kind, t.asOf),
    check("stock_reports_state", sql`${t.state} in ('waiting', 'applied', 'refused')`),
  ],
);

/** Goods asked of the warehouse because they will run short. */
export const restockRequests = pgTable(
  "restock_requests",
  {
    id: int8("id").primaryKey(),
    storeId: integer("store_id").notNull(),
    skuId: integer("sku_id").notNull(),
    qty: integer("qty").notNull(),
    /** The sum that led to it: rate, lead time, safety, what there is and what is coming. */
    inputs: jsonb("inputs").notNull(),
    state: text("state").notNull().default("wanted"),
    warehouseNo: text("warehouse_no"),
    fault: text("fault"),
    tries: integer("tries").notNull().default(0),
    dueAt: instant("due_at").notNull().defaultNow(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("restock_requests_one_open").on(t.storeId, t.skuId).where(sql`ended_at is null`),
    check("restock_requests_qty", sql`${t.qty} > 0`),
  ],
);
