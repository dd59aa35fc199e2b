CREATE TABLE "sign_in_tries" (
	"key" text PRIMARY KEY NOT NULL,
	"level" real NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "sign_in_tries_at" ON "sign_in_tries" USING btree ("at");--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "role" DROP DEFAULT;--> statement-breakpoint
-- Until now any text was a role, and one that nobody knew worked as `operations`; a store manager without a store saw all
-- stores. Nobody can say what such a person was meant to be, so from here on they may nothing: their role becomes
-- `disabled` and their sessions end. What they had been is written into the audit log, from which an administrator gives
-- them a role again: update users set role = 'store', store_id = 3 where email = '…'.
INSERT INTO "audit_log" ("user_id", "action", "subject", "reason", "detail")
	SELECT 'migration', 'role.disabled', 'user:' || "id", 'unknown role, or a store manager without a store',
		jsonb_build_object('role', "role", 'storeId', "store_id")
	FROM "users"
	WHERE "role" NOT IN ('operations', 'service', 'dispatch', 'store', 'finance', 'admin', 'disabled')
		OR ("role" = 'store' AND "store_id" IS NULL);--> statement-breakpoint
UPDATE "users" SET "role" = 'disabled', "updated_at" = now()
	WHERE "role" NOT IN ('operations', 'service', 'dispatch', 'store', 'finance', 'admin', 'disabled')
		OR ("role" = 'store' AND "store_id" IS NULL);--> statement-breakpoint
DELETE FROM "sessions" WHERE "user_id" IN (SELECT "id" FROM "users" WHERE "role" = 'disabled');--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_role_known" CHECK ("users"."role" in ('operations', 'service', 'dispatch', 'store', 'finance', 'admin', 'disabled'));--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_store_manager_has_store" CHECK ("users"."role" <> 'store' or "users"."store_id" is not null);
