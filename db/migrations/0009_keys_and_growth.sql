CREATE TABLE "body_keys" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "body_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day" date NOT NULL,
	"sealed" "bytea",
	"forgotten_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "plan_rounds" (
	"what" text PRIMARY KEY NOT NULL,
	"after_store" integer DEFAULT 0 NOT NULL,
	"after_sku" integer DEFAULT 0 NOT NULL,
	"end_store" integer DEFAULT 0 NOT NULL,
	"end_sku" integer DEFAULT 0 NOT NULL,
	"wrapped" boolean DEFAULT false NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "body_keys_day" ON "body_keys" USING btree ("day") WHERE sealed is not null;--> statement-breakpoint
CREATE INDEX "fulfilment_at_store" ON "fulfilment_orders" USING btree ("promise_at") WHERE delivery_owner = 'self' and status in ('picking', 'short_picked', 'picked', 'packed', 'ready');--> statement-breakpoint
CREATE INDEX "merge_groups_created" ON "merge_groups" USING brin ("created_at") WITH (autosummarize=true,pages_per_range=16);--> statement-breakpoint
CREATE INDEX "writebacks_failed" ON "writebacks" USING btree ("id") WHERE state = 'failed';--> statement-breakpoint
CREATE INDEX "dead_letters_over" ON "dead_letters" USING btree ("failed_at") WHERE state in ('rerun', 'discarded');--> statement-breakpoint
CREATE INDEX "events_ticks" ON "events" USING btree ("at") WHERE kind in ('parcel.joined', 'order.cancelled', 'order.shortage_settled', 'order.refunded', 'delivery.undeliverable');--> statement-breakpoint
CREATE INDEX "exception_cases_opened" ON "exception_cases" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "exception_cases_closed" ON "exception_cases" USING btree ("closed_at","id") WHERE closed_at is not null;--> statement-breakpoint
CREATE INDEX "orders_held" ON "orders" USING btree ("listed_at","id") WHERE holds > 0;--> statement-breakpoint
CREATE INDEX "orders_short" ON "orders" USING btree ("listed_at","id") WHERE stock = 'short';--> statement-breakpoint
CREATE INDEX "orders_undone" ON "orders" USING btree ("phase","listed_at","id") WHERE phase in ('cancelled', 'closed', 'refunded');--> statement-breakpoint
CREATE INDEX "orders_storeless" ON "orders" USING btree ("account_id","external_store") WHERE store_id is null;--> statement-breakpoint
CREATE INDEX "published_blocked" ON "published" USING btree ("account_id","store_id") WHERE blocked;--> statement-breakpoint
CREATE INDEX "stock_reports_refused" ON "stock_reports" USING btree ("id") WHERE state = 'refused';
--> statement-breakpoint
-- Until now every device credential acted for everybody. Those that are there go on; new ones name whom they act for.
UPDATE "channel_accounts" SET "config" = "config" || '{"actsFor": "*"}' WHERE "channel" IN ('store', 'rider') AND NOT "config" ? 'actsFor';
