import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import { instant, int8 } from "./columns";

export const refunds = pgTable(
  "refunds",
  {
    orderId: int8("order_id").notNull(),
    externalRefundId: text("external_refund_id").notNull(),
    amountFen: int8("amount_fen").notNull(),
    status: text("status").notNull(),
    lines: jsonb("lines").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.externalRefundId] }),
    check("refunds_amount", sql`amount_fen >= 0`),
  ],
);

/**
 * Money that is the buyer's and has not gone back: one row for each thing it is owed for. It outlives the order and its
 * cases, and is over when as much was refunded (`channel`) or somebody says how it went back.
 */
export const owed = pgTable(
  "owed",
  {
    orderId: int8("order_id").notNull(),
    /** `short:2:0`: once per order. */
    ref: text("ref").notNull(),
    lineNo: smallint("line_no"),
    pieces: integer("pieces").notNull(),
    amountFen: int8("amount_fen").notNull(),
    /** Of it, what refunds have given back. */
    backFen: int8("back_fen").notNull().default(0),
    why: text("why").notNull(),
    at: instant("at").notNull(),
    closedAt: instant("closed_at"),
    closedBy: text("closed_by"),
    note: text("note"),
  },
  (t) => [
    primaryKey({ columns: [t.orderId, t.ref] }),
    index("owed_open").on(t.at, t.orderId).where(sql`closed_at is null`),
    index("owed_closed").on(t.closedAt).where(sql`closed_at is not null`),
    check("owed_amounts", sql`amount_fen > 0 and back_fen between 0 and amount_fen`),
    check("owed_why", sql`why in ('short', 'picked-short', 'paid-late', 'cancelled')`),
  ],
);
