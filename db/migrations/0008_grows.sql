CREATE TABLE "plan_rounds" (
	"what" text PRIMARY KEY NOT NULL,
	"after_store" integer DEFAULT 0 NOT NULL,
	"after_sku" integer DEFAULT 0 NOT NULL,
	"end_store" integer DEFAULT 0 NOT NULL,
	"end_sku" integer DEFAULT 0 NOT NULL,
	"wrapped" boolean DEFAULT false NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
