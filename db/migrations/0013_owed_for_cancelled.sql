ALTER TABLE "owed" DROP CONSTRAINT "owed_why";--> statement-breakpoint
ALTER TABLE "owed" ADD CONSTRAINT "owed_why" CHECK (why in ('short', 'picked-short', 'paid-late', 'cancelled'));