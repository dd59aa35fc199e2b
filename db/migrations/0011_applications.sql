ALTER TABLE "orders" ADD COLUMN "applications" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "pulls" ADD COLUMN "refunds" text[] DEFAULT '{}' NOT NULL;