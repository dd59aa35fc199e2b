CREATE TYPE "public"."after_sale" AS ENUM('none', 'requested', 'rejected', 'refunding', 'refunded', 'unknown');--> statement-breakpoint
CREATE TYPE "public"."delivery" AS ENUM('pending_call', 'calling', 'assigned', 'arrived_store', 'picked_up', 'delivering', 'delivered', 'pickup_failed', 'undeliverable', 'returned', 'carrier_cancelled');--> statement-breakpoint
CREATE TYPE "public"."delivery_owner" AS ENUM('self', 'platform', 'pickup');--> statement-breakpoint
CREATE TYPE "public"."fulfil" AS ENUM('waiting_merge', 'open', 'released', 'picking', 'short_picked', 'picked', 'packed', 'ready', 'handed_over', 'fulfilled', 'returning', 'returned', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."handshake" AS ENUM('unsubmitted', 'submitted', 'accepted', 'rejected', 'timeout');--> statement-breakpoint
CREATE TYPE "public"."parcel_class" AS ENUM('regular', 'frozen', 'live');--> statement-breakpoint
CREATE TYPE "public"."reservation_state" AS ENUM('held', 'released', 'consumed');--> statement-breakpoint
CREATE TYPE "public"."review" AS ENUM('pending_review', 'approved', 'finance_review', 're_review', 'rejected');--> statement-breakpoint
CREATE TYPE "public"."stock_state" AS ENUM('unreserved', 'reserved', 'short', 'consumed', 'released');--> statement-breakpoint
CREATE TYPE "public"."trade" AS ENUM('pending_payment', 'paid', 'accepted', 'cancelling', 'completed', 'cancelled', 'closed');--> statement-breakpoint
CREATE TYPE "public"."zone" AS ENUM('ambient', 'chilled', 'frozen', 'live');--> statement-breakpoint
CREATE TABLE "channel_accounts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "channel_accounts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"channel" text NOT NULL,
	"name" text NOT NULL,
	"protocol" text NOT NULL,
	"app_id" text NOT NULL,
	"secret_ref" text NOT NULL,
	"config" jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"pulled_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_accounts_code_unique" UNIQUE("code"),
	CONSTRAINT "channel_accounts_app" UNIQUE("protocol","app_id")
);
--> statement-breakpoint
CREATE TABLE "marked_days" (
	"day" date PRIMARY KEY NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "riders" (
	"id" integer PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"store_id" integer NOT NULL,
	"capacity" smallint NOT NULL,
	"cold_box" boolean NOT NULL,
	"load" smallint DEFAULT 0 NOT NULL,
	"lng_e6" integer,
	"lat_e6" integer,
	"ping_at" timestamp with time zone,
	"online" boolean DEFAULT false NOT NULL,
	CONSTRAINT "riders_code_unique" UNIQUE("code"),
	CONSTRAINT "riders_load" CHECK ("riders"."load" >= 0)
);
--> statement-breakpoint
CREATE TABLE "screen_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sku_mappings" (
	"account_id" integer NOT NULL,
	"external_code" text NOT NULL,
	"sku_id" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sku_mappings_account_id_external_code_pk" PRIMARY KEY("account_id","external_code")
);
--> statement-breakpoint
CREATE TABLE "skus" (
	"id" integer PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"barcode" text NOT NULL,
	"name" text NOT NULL,
	"category" text NOT NULL,
	"price_fen" bigint NOT NULL,
	"cost_fen" bigint NOT NULL,
	"weight_grams" integer NOT NULL,
	"volume_ml" integer NOT NULL,
	"zone" "zone" NOT NULL,
	CONSTRAINT "skus_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "stock" (
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"opening_pieces" integer NOT NULL,
	"on_hand" integer NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"safety" integer DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "stock_store_id_sku_id_pk" PRIMARY KEY("store_id","sku_id"),
	CONSTRAINT "stock_never_oversold" CHECK ("stock"."reserved" >= 0 and "stock"."on_hand" >= "stock"."reserved")
);
--> statement-breakpoint
CREATE TABLE "stock_ledger" (
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"kind" text NOT NULL,
	"delta" integer NOT NULL,
	"ref" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stock_ledger_store_id_sku_id_kind_ref_pk" PRIMARY KEY("store_id","sku_id","kind","ref")
);
--> statement-breakpoint
CREATE TABLE "store_mappings" (
	"account_id" integer NOT NULL,
	"external_code" text NOT NULL,
	"store_id" integer NOT NULL,
	CONSTRAINT "store_mappings_account_id_external_code_pk" PRIMARY KEY("account_id","external_code")
);
--> statement-breakpoint
CREATE TABLE "stores" (
	"id" integer PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"district" text NOT NULL,
	"lng_e6" integer NOT NULL,
	"lat_e6" integer NOT NULL,
	"radius_metres" integer NOT NULL,
	"is_open" boolean DEFAULT true NOT NULL,
	CONSTRAINT "stores_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"order_id" bigint,
	"fulfilment_id" bigint,
	"rule_version" text NOT NULL,
	"outcome" text NOT NULL,
	"sentence" text NOT NULL,
	"inputs" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery_tasks" (
	"id" bigint PRIMARY KEY NOT NULL,
	"fulfilment_id" bigint NOT NULL,
	"store_id" integer NOT NULL,
	"rider_id" integer,
	"status" "delivery" NOT NULL,
	"promise_at" timestamp with time zone NOT NULL,
	"fact_at" timestamp with time zone,
	"assigned_at" timestamp with time zone,
	"picked_up_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fulfilment_lines" (
	"fulfilment_id" bigint NOT NULL,
	"order_id" bigint NOT NULL,
	"line_no" smallint NOT NULL,
	"sku_id" integer NOT NULL,
	"qty" integer NOT NULL,
	"picked" integer,
	"fulfilled" integer DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "fulfilment_lines_order_id_line_no_fulfilment_id_pk" PRIMARY KEY("order_id","line_no","fulfilment_id"),
	CONSTRAINT "fulfilment_lines_conserved" CHECK (qty > 0 and fulfilled >= 0 and cancelled >= 0 and fulfilled + cancelled <= qty)
);
--> statement-breakpoint
CREATE TABLE "fulfilment_orders" (
	"id" bigint PRIMARY KEY NOT NULL,
	"store_id" integer NOT NULL,
	"lane" smallint NOT NULL,
	"delivery_owner" "delivery_owner" NOT NULL,
	"parcel_class" "parcel_class" NOT NULL,
	"status" "fulfil" NOT NULL,
	"handshake" "handshake" DEFAULT 'unsubmitted' NOT NULL,
	"promise_from" timestamp with time zone,
	"promise_at" timestamp with time zone NOT NULL,
	"hold_until" timestamp with time zone,
	"door_key" "bytea",
	"lng_e6" integer,
	"lat_e6" integer,
	"weight_grams" integer NOT NULL,
	"volume_ml" integer NOT NULL,
	"members" smallint NOT NULL,
	"mergeable" boolean NOT NULL,
	"merge_group_id" bigint,
	"fact_at" timestamp with time zone,
	"released_at" timestamp with time zone,
	"picked_at" timestamp with time zone,
	"handed_over_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "fulfilment_members" CHECK (members >= 0 and weight_grams >= 0 and volume_ml >= 0)
);
--> statement-breakpoint
CREATE TABLE "merge_groups" (
	"id" bigint PRIMARY KEY NOT NULL,
	"fulfilment_id" bigint NOT NULL,
	"rule_version" text NOT NULL,
	"members" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "packages" (
	"id" bigint PRIMARY KEY NOT NULL,
	"fulfilment_id" bigint NOT NULL,
	"weight_grams" integer NOT NULL,
	"packed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "packages_fulfilment_id_unique" UNIQUE("fulfilment_id")
);
--> statement-breakpoint
CREATE TABLE "writebacks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "writebacks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" integer NOT NULL,
	"order_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"answer" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters_minute" (
	"minute" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"store_id" integer NOT NULL,
	"orders" integer DEFAULT 0 NOT NULL,
	"paid_fen" bigint DEFAULT 0 NOT NULL,
	"subsidy_fen" bigint DEFAULT 0 NOT NULL,
	"refunded_fen" bigint DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"exceptions" integer DEFAULT 0 NOT NULL,
	"merged_orders" integer DEFAULT 0 NOT NULL,
	"released_orders" integer DEFAULT 0 NOT NULL,
	"duplicates" integer DEFAULT 0 NOT NULL,
	"lag_ms_sum" bigint DEFAULT 0 NOT NULL,
	"lag_ms_max" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "counters_minute_minute_channel_store_id_pk" PRIMARY KEY("minute","channel","store_id")
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dead_letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"group_name" text NOT NULL,
	"inbox_id" bigint NOT NULL,
	"inbox_at" timestamp with time zone NOT NULL,
	"lane" smallint NOT NULL,
	"account_id" integer NOT NULL,
	"topic" text NOT NULL,
	"code" text NOT NULL,
	"cause" text NOT NULL,
	"body" "bytea" NOT NULL,
	"encoding" smallint DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"failed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	"resolved_by" text,
	"rerun_inbox_id" bigint
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"order_id" bigint,
	"order_version" integer,
	"fulfilment_id" bigint,
	"store_id" integer,
	"actor" text NOT NULL,
	"payload" jsonb NOT NULL
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"lane" smallint NOT NULL,
	"account_id" integer NOT NULL,
	"topic" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sha256" "bytea" NOT NULL,
	"body" "bytea" NOT NULL,
	"encoding" smallint DEFAULT 0 NOT NULL
) PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_consumers" (
	"group_name" text NOT NULL,
	"lane" smallint NOT NULL,
	"position_xid" "xid8" DEFAULT '0' NOT NULL,
	"position_id" bigint DEFAULT 0 NOT NULL,
	"position_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "log_consumers_group_name_lane_pk" PRIMARY KEY("group_name","lane")
);
--> statement-breakpoint
CREATE TABLE "role_beats" (
	"role" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"beat_at" timestamp with time zone NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "security_events" (
	"minute" timestamp with time zone NOT NULL,
	"source" text NOT NULL,
	"code" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "security_events_minute_source_code_pk" PRIMARY KEY("minute","source","code")
);
--> statement-breakpoint
CREATE TABLE "channel_facts" (
	"account_id" integer NOT NULL,
	"external_no" text NOT NULL,
	"kind" text NOT NULL,
	"version" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"data" jsonb NOT NULL,
	"inbox_id" bigint NOT NULL,
	"order_id" bigint,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "channel_facts_account_id_external_no_kind_version_pk" PRIMARY KEY("account_id","external_no","kind","version")
);
--> statement-breakpoint
CREATE TABLE "exception_cases" (
	"id" bigint PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"order_id" bigint,
	"fulfilment_id" bigint,
	"account_id" integer,
	"store_id" integer,
	"subject" text NOT NULL,
	"cause" text NOT NULL,
	"data" jsonb NOT NULL,
	"risk_fen" bigint DEFAULT 0 NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"order_id" bigint NOT NULL,
	"line_no" smallint NOT NULL,
	"external_line_id" text,
	"sku_id" integer,
	"external_sku" text,
	"external_name" text,
	"ordered" integer NOT NULL,
	"unassigned" integer NOT NULL,
	"open" integer DEFAULT 0 NOT NULL,
	"fulfilled" integer DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	"unit_price_fen" bigint NOT NULL,
	"paid_fen" bigint NOT NULL,
	"refunded_fen" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "order_lines_order_id_line_no_pk" PRIMARY KEY("order_id","line_no"),
	CONSTRAINT "order_lines_conserved" CHECK (ordered = unassigned + open + fulfilled + cancelled
      and ordered > 0 and unassigned >= 0 and open >= 0 and fulfilled >= 0 and cancelled >= 0)
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" bigint PRIMARY KEY NOT NULL,
	"account_id" integer NOT NULL,
	"channel" text NOT NULL,
	"external_no" text NOT NULL,
	"day_seq" integer,
	"store_id" integer,
	"external_store" text,
	"lane" smallint NOT NULL,
	"trade" "trade" NOT NULL,
	"review" "review" DEFAULT 'approved' NOT NULL,
	"stock" "stock_state" DEFAULT 'unreserved' NOT NULL,
	"fulfil" "fulfil",
	"delivery" "delivery",
	"after_sale" "after_sale" DEFAULT 'none' NOT NULL,
	"holds" smallint DEFAULT 0 NOT NULL,
	"open_exceptions" smallint DEFAULT 0 NOT NULL,
	"phase" text GENERATED ALWAYS AS (case
  when trade = 'cancelled' then 'cancelled'
  when trade = 'closed' then 'closed'
  when after_sale = 'refunded' then 'refunded'
  when fulfil in ('returning', 'returned') then 'returning'
  when delivery in ('pickup_failed', 'undeliverable', 'carrier_cancelled') then 'delivery_problem'
  when trade = 'completed' or fulfil = 'fulfilled' or delivery = 'delivered' then 'done'
  when fulfil = 'handed_over' then 'delivering'
  when fulfil in ('packed', 'ready') then 'ready'
  when holds > 0 then 'held'
  when trade = 'cancelling' then 'changing'
  when stock = 'short' then 'short'
  when fulfil = 'waiting_merge' and trade = 'accepted' then 'waiting_merge'
  when fulfil in ('picking', 'short_picked', 'picked') then 'picking'
  when fulfil = 'released' then 'to_pick'
  when trade = 'accepted' and review <> 'approved' then 'to_review'
  when trade = 'accepted' then 'to_release'
  when trade = 'paid' then 'to_accept'
  else 'to_pay'
end) STORED NOT NULL,
	"delivery_owner" "delivery_owner" NOT NULL,
	"lead_fulfilment_id" bigint,
	"items_fen" bigint NOT NULL,
	"merchant_discount_fen" bigint NOT NULL,
	"platform_discount_fen" bigint NOT NULL,
	"package_fen" bigint NOT NULL,
	"delivery_fen" bigint NOT NULL,
	"paid_fen" bigint NOT NULL,
	"refunded_fen" bigint DEFAULT 0 NOT NULL,
	"money_held" boolean DEFAULT false NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"paid_at" timestamp with time zone,
	"promise_from" timestamp with time zone,
	"promise_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"business_day" date NOT NULL,
	"contact_sealed" "bytea",
	"name_masked" text,
	"phone_tail" text,
	"phone_key" "bytea",
	"mask_key" "bytea",
	"door_key" "bytea",
	"address_masked" text,
	"lng_e6" integer,
	"lat_e6" integer,
	"tags" text[],
	"trade_fact_at" timestamp with time zone NOT NULL,
	"delivery_fact_at" timestamp with time zone,
	"content_hash" "bytea" NOT NULL,
	"inbox_id" bigint NOT NULL,
	"inbox_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "orders_money_sums" CHECK (money_held or (items_fen - merchant_discount_fen - platform_discount_fen
      + package_fen + delivery_fen = paid_fen and items_fen >= 0 and paid_fen >= 0)),
	CONSTRAINT "orders_refund_within_paid" CHECK (refunded_fen >= 0 and (money_held or refunded_fen <= paid_fen)),
	CONSTRAINT "orders_counts" CHECK (holds >= 0 and open_exceptions >= 0 and version >= 1)
);
--> statement-breakpoint
CREATE TABLE "pulls" (
	"account_id" integer NOT NULL,
	"external_no" text NOT NULL,
	"lane" smallint NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	CONSTRAINT "pulls_account_id_external_no_pk" PRIMARY KEY("account_id","external_no")
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"order_id" bigint NOT NULL,
	"external_refund_id" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"status" text NOT NULL,
	"lines" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "refunds_order_id_external_refund_id_pk" PRIMARY KEY("order_id","external_refund_id"),
	CONSTRAINT "refunds_amount" CHECK (amount_fen >= 0)
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"order_id" bigint NOT NULL,
	"line_no" smallint NOT NULL,
	"store_id" integer NOT NULL,
	"sku_id" integer NOT NULL,
	"qty" integer NOT NULL,
	"state" "reservation_state" DEFAULT 'held' NOT NULL,
	CONSTRAINT "reservations_order_id_line_no_pk" PRIMARY KEY("order_id","line_no"),
	CONSTRAINT "reservations_qty" CHECK (qty >= 0)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"user_id" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"reason" text,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text DEFAULT 'operations' NOT NULL,
	"store_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "riders" ADD CONSTRAINT "riders_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sku_mappings" ADD CONSTRAINT "sku_mappings_account_id_channel_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."channel_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sku_mappings" ADD CONSTRAINT "sku_mappings_sku_id_skus_id_fk" FOREIGN KEY ("sku_id") REFERENCES "public"."skus"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_sku_id_skus_id_fk" FOREIGN KEY ("sku_id") REFERENCES "public"."skus"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_mappings" ADD CONSTRAINT "store_mappings_account_id_channel_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."channel_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "store_mappings" ADD CONSTRAINT "store_mappings_store_id_stores_id_fk" FOREIGN KEY ("store_id") REFERENCES "public"."stores"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "skus_barcode" ON "skus" USING btree ("barcode");--> statement-breakpoint
CREATE INDEX "decisions_order" ON "decisions" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "delivery_tasks_parcel" ON "delivery_tasks" USING btree ("fulfilment_id");--> statement-breakpoint
CREATE INDEX "delivery_tasks_open" ON "delivery_tasks" USING btree ("status","store_id") WHERE status in ('pending_call', 'calling', 'assigned', 'arrived_store', 'picked_up', 'delivering');--> statement-breakpoint
CREATE INDEX "fulfilment_lines_parcel" ON "fulfilment_lines" USING btree ("fulfilment_id");--> statement-breakpoint
CREATE INDEX "fulfilment_door" ON "fulfilment_orders" USING btree ("store_id","door_key") WHERE door_key is not null and status in ('waiting_merge', 'open', 'released');--> statement-breakpoint
CREATE INDEX "fulfilment_hold" ON "fulfilment_orders" USING btree ("hold_until") WHERE status in ('waiting_merge', 'open');--> statement-breakpoint
CREATE INDEX "writebacks_due" ON "writebacks" USING btree ("due_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letters_message" ON "dead_letters" USING btree ("group_name","inbox_id");--> statement-breakpoint
CREATE INDEX "dead_letters_state" ON "dead_letters" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "events_order" ON "events" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "events_tail" ON "events" USING btree ("xid","id");--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING brin ("at");--> statement-breakpoint
CREATE INDEX "inbox_order" ON "inbox" USING btree ("lane","xid","id");--> statement-breakpoint
CREATE INDEX "channel_facts_waiting" ON "channel_facts" USING btree ("account_id","external_no") WHERE order_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX "exception_cases_one_open" ON "exception_cases" USING btree ("code","subject") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "exception_cases_open" ON "exception_cases" USING btree ("due_at") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "exception_cases_order" ON "exception_cases" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "order_lines_sku" ON "order_lines" USING btree ("sku_id","order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_source" ON "orders" USING btree ("account_id","external_no");--> statement-breakpoint
CREATE INDEX "orders_list" ON "orders" USING btree ("paid_at","id");--> statement-breakpoint
CREATE INDEX "orders_day" ON "orders" USING btree ("business_day","day_seq");--> statement-breakpoint
CREATE INDEX "orders_tail" ON "orders" USING btree ("phone_tail","id") WHERE phone_tail is not null;--> statement-breakpoint
CREATE INDEX "orders_promise" ON "orders" USING btree ("promise_at","store_id");--> statement-breakpoint
CREATE INDEX "orders_active" ON "orders" USING btree ("phase","store_id") WHERE phase not in ('cancelled', 'closed', 'refunded', 'done');--> statement-breakpoint
CREATE INDEX "pulls_due" ON "pulls" USING btree ("due_at");