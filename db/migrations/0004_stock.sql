-- What was "held" until now was paid for. A new value of an enum cannot be used in the transaction that adds it, so the type is made anew.
CREATE TYPE "public"."reservation_state_new" AS ENUM('held', 'confirmed', 'picked', 'released', 'consumed');--> statement-breakpoint
ALTER TABLE "reservations" ALTER COLUMN "state" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "reservations" ALTER COLUMN "state" TYPE "public"."reservation_state_new" USING (CASE "state"::text WHEN 'held' THEN 'confirmed' ELSE "state"::text END)::"public"."reservation_state_new";--> statement-breakpoint
DROP TYPE "public"."reservation_state";--> statement-breakpoint
ALTER TYPE "public"."reservation_state_new" RENAME TO "reservation_state";--> statement-breakpoint
CREATE TABLE "bundles" (
	"bundle_sku_id" integer NOT NULL,
	"base_sku_id" integer NOT NULL,
	"qty" integer NOT NULL,
	CONSTRAINT "bundles_bundle_sku_id_base_sku_id_pk" PRIMARY KEY("bundle_sku_id","base_sku_id"),
	CONSTRAINT "bundles_qty" CHECK ("bundles"."qty" > 0 and "bundles"."bundle_sku_id" <> "bundles"."base_sku_id")
);
--> statement-breakpoint
CREATE TABLE "count_tasks" (
	"id" bigint PRIMARY KEY NOT NULL,
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"reason" text NOT NULL,
	"opened_by" text NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"counted" integer
);
--> statement-breakpoint
CREATE TABLE "stock_checks" (
	"id" bigint PRIMARY KEY NOT NULL,
	"asked_by" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"cells" integer DEFAULT 0 NOT NULL,
	"broken" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stock_holds" (
	"account_id" integer NOT NULL,
	"hold_key" text NOT NULL,
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"qty" integer NOT NULL,
	"asked" integer NOT NULL,
	"state" "reservation_state" DEFAULT 'held' NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"extended" boolean DEFAULT false NOT NULL,
	"order_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stock_holds_account_id_hold_key_store_id_sku_id_pk" PRIMARY KEY("account_id","hold_key","store_id","sku_id"),
	CONSTRAINT "stock_holds_qty" CHECK ("stock_holds"."qty" >= 0 and "stock_holds"."qty" <= "stock_holds"."asked")
);
--> statement-breakpoint
CREATE TABLE "stock_quotas" (
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"qty" integer NOT NULL,
	CONSTRAINT "stock_quotas_store_id_sku_id_account_id_pk" PRIMARY KEY("store_id","sku_id","account_id"),
	CONSTRAINT "stock_quotas_qty" CHECK ("stock_quotas"."qty" >= 0)
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"id" bigint PRIMARY KEY NOT NULL,
	"from_store_id" integer NOT NULL,
	"to_store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"qty" integer NOT NULL,
	"received" integer,
	"state" text DEFAULT 'in_transit' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_by" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "transfers_shape" CHECK ("transfers"."qty" > 0 and "transfers"."from_store_id" <> "transfers"."to_store_id" and "transfers"."state" in ('in_transit', 'received', 'returned'))
);
--> statement-breakpoint
CREATE TABLE "channel_prices" (
	"account_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"price_fen" bigint NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_prices_account_id_sku_id_pk" PRIMARY KEY("account_id","sku_id"),
	CONSTRAINT "channel_prices_positive" CHECK ("channel_prices"."price_fen" > 0)
);
--> statement-breakpoint
CREATE TABLE "promise_rules" (
	"account_id" integer PRIMARY KEY NOT NULL,
	"share_bps" integer DEFAULT 10000 NOT NULL,
	"cap" integer,
	"risk_bps" integer DEFAULT 100 NOT NULL,
	"rank" smallint DEFAULT 10 NOT NULL,
	"lag_ms" integer DEFAULT 2000 NOT NULL,
	"changed_by" text DEFAULT 'system' NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "promise_rules_range" CHECK ("promise_rules"."share_bps" between 0 and 10000 and ("promise_rules"."cap" is null or "promise_rules"."cap" >= 0) and "promise_rules"."lag_ms" >= 0)
);
--> statement-breakpoint
CREATE TABLE "published" (
	"account_id" integer NOT NULL,
	"kind" text NOT NULL,
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"wanted" integer NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"dirty_at" timestamp with time zone,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone,
	"rank" smallint DEFAULT 3 NOT NULL,
	"sent_version" bigint,
	"sent_at" timestamp with time zone,
	"acked_version" bigint DEFAULT 0 NOT NULL,
	"acked_value" integer,
	"acked_at" timestamp with time zone,
	"tries" smallint DEFAULT 0 NOT NULL,
	"fault" text,
	"blocked" boolean DEFAULT false NOT NULL,
	CONSTRAINT "published_account_id_kind_store_id_sku_id_pk" PRIMARY KEY("account_id","kind","store_id","sku_id"),
	CONSTRAINT "published_versions" CHECK ("published"."acked_version" <= "published"."version" and "published"."wanted" >= 0)
);
--> statement-breakpoint
CREATE TABLE "sale_rates" (
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	"milli_per_minute" integer NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sale_rates_store_id_sku_id_account_id_pk" PRIMARY KEY("store_id","sku_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "sync_minutes" (
	"minute" timestamp with time zone NOT NULL,
	"account_id" integer NOT NULL,
	"bucket_ms" integer NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sync_minutes_minute_account_id_bucket_ms_pk" PRIMARY KEY("minute","account_id","bucket_ms")
);
--> statement-breakpoint
CREATE TABLE "restock_requests" (
	"id" bigint PRIMARY KEY NOT NULL,
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"qty" integer NOT NULL,
	"inputs" jsonb NOT NULL,
	"state" text DEFAULT 'wanted' NOT NULL,
	"warehouse_no" text,
	"fault" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "restock_requests_qty" CHECK ("restock_requests"."qty" > 0)
);
--> statement-breakpoint
CREATE TABLE "stock_reports" (
	"id" bigint PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"kind" text NOT NULL,
	"report_id" text NOT NULL,
	"store_id" integer,
	"store_key" text NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"last_move" text,
	"lines" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"code" text,
	"cause" text,
	"outcome" jsonb,
	"sent_by" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "stock_reports_once" UNIQUE("account_id","kind","report_id"),
	CONSTRAINT "stock_reports_state" CHECK ("stock_reports"."state" in ('waiting', 'applied', 'refused'))
);
--> statement-breakpoint
ALTER TABLE "stock" DROP CONSTRAINT "stock_never_oversold";--> statement-breakpoint
ALTER TABLE "reservations" DROP CONSTRAINT "reservations_qty";--> statement-breakpoint
ALTER TABLE "reservations" DROP CONSTRAINT "reservations_order_id_line_no_pk";--> statement-breakpoint
ALTER TABLE "reservations" ALTER COLUMN "state" SET DEFAULT 'confirmed';--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "part" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_order_id_line_no_part_pk" PRIMARY KEY("order_id","line_no","part");--> statement-breakpoint
ALTER TABLE "skus" ADD COLUMN "unit" text DEFAULT 'piece' NOT NULL;--> statement-breakpoint
ALTER TABLE "skus" ADD COLUMN "portion" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "picked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "frozen" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "quarantine" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "in_transit" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "dedicated" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "debt" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "stopped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_ledger" ADD COLUMN "quarantine_delta" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_ledger" ADD COLUMN "transit_delta" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_ledger" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_ledger" ADD COLUMN "actor" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_ledger" ADD COLUMN "seq" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "stock_ledger_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "stock_ledger" ADD COLUMN "xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "picked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "per" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "extended" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_bundle_sku_id_skus_id_fk" FOREIGN KEY ("bundle_sku_id") REFERENCES "public"."skus"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_base_sku_id_skus_id_fk" FOREIGN KEY ("base_sku_id") REFERENCES "public"."skus"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_quotas" ADD CONSTRAINT "stock_quotas_account_id_channel_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."channel_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_prices" ADD CONSTRAINT "channel_prices_account_id_channel_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."channel_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_rules" ADD CONSTRAINT "promise_rules_account_id_channel_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."channel_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bundles_base" ON "bundles" USING btree ("base_sku_id");--> statement-breakpoint
CREATE UNIQUE INDEX "count_tasks_one_open" ON "count_tasks" USING btree ("store_id","sku_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "stock_holds_live" ON "stock_holds" USING btree ("store_id","sku_id") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "stock_holds_due" ON "stock_holds" USING btree ("expires_at") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "transfers_open" ON "transfers" USING btree ("created_at") WHERE state = 'in_transit';--> statement-breakpoint
CREATE INDEX "published_due" ON "published" USING btree ("account_id","rank","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "published_cell" ON "published" USING btree ("store_id","sku_id");--> statement-breakpoint
CREATE UNIQUE INDEX "restock_requests_one_open" ON "restock_requests" USING btree ("store_id","sku_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "stock_reports_waiting" ON "stock_reports" USING btree ("id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "stock_reports_newest" ON "stock_reports" USING btree ("store_id","kind","as_of");--> statement-breakpoint
CREATE INDEX "stock_ledger_position" ON "stock_ledger" USING btree ("xid","seq");--> statement-breakpoint
CREATE INDEX "reservations_live" ON "reservations" USING btree ("store_id","sku_id") WHERE state in ('held', 'confirmed', 'picked');--> statement-breakpoint
CREATE INDEX "reservations_due" ON "reservations" USING btree ("expires_at") WHERE state = 'held';--> statement-breakpoint
ALTER TABLE "skus" ADD CONSTRAINT "skus_portion" CHECK ("skus"."portion" > 0 and "skus"."unit" in ('piece', 'gram'));--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_not_negative" CHECK (least("stock"."reserved", "stock"."picked", "stock"."safety", "stock"."frozen", "stock"."quarantine", "stock"."in_transit", "stock"."dedicated", "stock"."debt") >= 0);--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_quotas_within" CHECK ("stock"."dedicated" <= greatest(0, "stock"."on_hand" - "stock"."reserved" - "stock"."picked" - "stock"."safety" - "stock"."frozen" - "stock"."quarantine"));--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_never_oversold" CHECK ("stock"."reserved" + "stock"."picked" + "stock"."quarantine" <= "stock"."on_hand" + "stock"."debt");--> statement-breakpoint
ALTER TABLE "stock_ledger" ADD CONSTRAINT "stock_ledger_kind" CHECK ("stock_ledger"."kind" in ('receipt', 'sale', 'return', 'adjust', 'count', 'transfer_out', 'transfer_in', 'quarantine'));--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_expiry" CHECK ((state = 'held') = (expires_at is not null));--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_qty" CHECK (qty >= 0 and picked >= 0 and picked <= qty and per > 0);--> statement-breakpoint
-- Goods that are off the shelf count as picked from now on.
UPDATE "reservations" r SET "picked" = r."qty", "state" = 'picked' WHERE r."state" = 'confirmed' AND r."qty" > 0 AND EXISTS (
  SELECT 1 FROM "fulfilment_lines" l JOIN "fulfilment_orders" f ON f."id" = l."fulfilment_id"
  WHERE l."order_id" = r."order_id" AND l."line_no" = r."line_no" AND l."cancelled" < l."qty" AND f."status" IN ('picked', 'packed', 'ready'));--> statement-breakpoint
UPDATE "stock" s SET "reserved" = s."reserved" - p.n, "picked" = p.n
FROM (SELECT "store_id", "sku_id", sum("picked")::int AS n FROM "reservations" WHERE "state" = 'picked' GROUP BY 1, 2) p
WHERE p."store_id" = s."store_id" AND p."sku_id" = s."sku_id";--> statement-breakpoint
CREATE TRIGGER "stock_ledger_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "stock_ledger" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();--> statement-breakpoint
ALTER TABLE "published" SET (fillfactor = 70);--> statement-breakpoint
-- Every account may show goods as before: all there is, whatever its rank.
INSERT INTO "promise_rules" ("account_id") SELECT "id" FROM "channel_accounts" WHERE "channel" NOT IN ('store', 'rider', 'wms') ON CONFLICT DO NOTHING;
