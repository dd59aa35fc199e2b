CREATE TABLE "owed" (
	"order_id" bigint NOT NULL,
	"ref" text NOT NULL,
	"line_no" smallint,
	"pieces" integer NOT NULL,
	"amount_fen" bigint NOT NULL,
	"back_fen" bigint DEFAULT 0 NOT NULL,
	"why" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"note" text,
	CONSTRAINT "owed_order_id_ref_pk" PRIMARY KEY("order_id","ref"),
	CONSTRAINT "owed_amounts" CHECK (amount_fen > 0 and back_fen between 0 and amount_fen),
	CONSTRAINT "owed_why" CHECK (why in ('short', 'picked-short', 'paid-late'))
);
--> statement-breakpoint
ALTER TABLE "skus" ADD COLUMN "line_max" integer;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "owed_fen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "contact_hash" "bytea";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "contact_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "owed_open" ON "owed" USING btree ("at","order_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "owed_closed" ON "owed" USING btree ("closed_at") WHERE closed_at is not null;