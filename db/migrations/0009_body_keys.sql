CREATE TABLE "body_keys" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "body_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day" date NOT NULL,
	"sealed" "bytea",
	"forgotten_at" timestamp with time zone,
	CONSTRAINT "body_keys_day_unique" UNIQUE("day")
);
--> statement-breakpoint
-- Until now every device credential acted for everybody. Those that are there go on; new ones name whom they act for.
UPDATE "channel_accounts" SET "config" = "config" || '{"actsFor": "*"}' WHERE "channel" IN ('store', 'rider') AND NOT "config" ? 'actsFor';
