CREATE TABLE "log_tails" (
	"name" text PRIMARY KEY NOT NULL,
	"xid" "xid8" NOT NULL,
	"id" bigint NOT NULL,
	"moved_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "stock_debts" ON "stock" USING btree ("store_id","sku_id") WHERE debt > 0;--> statement-breakpoint
CREATE INDEX "published_shop" ON "published" USING btree ("account_id","store_id","kind","rank") WHERE due_at is not null;