DROP INDEX "orders_list";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "listed_at" timestamp with time zone GENERATED ALWAYS AS (coalesce(paid_at, placed_at)) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "orders_list" ON "orders" USING btree ("listed_at","id");