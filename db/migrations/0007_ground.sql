CREATE TABLE "forgotten_rows" (
	"what" text PRIMARY KEY NOT NULL,
	"rows" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_days" (
	"log" text PRIMARY KEY NOT NULL,
	"low_day" date NOT NULL,
	"high_day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_drops" (
	"log" text NOT NULL,
	"day" date NOT NULL,
	"rows" jsonb NOT NULL,
	"id_max" bigint NOT NULL,
	"dropped_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "log_drops_log_day_pk" PRIMARY KEY("log","day")
);
--> statement-breakpoint
CREATE TABLE "log_keeps" (
	"log" text NOT NULL,
	"day" date NOT NULL,
	"why" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sightings" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "log_keeps_log_day_pk" PRIMARY KEY("log","day")
);
--> statement-breakpoint
CREATE TABLE "parked_work" (
	"job" text NOT NULL,
	"subject" text NOT NULL,
	"cause" text NOT NULL,
	"tries" integer NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"parked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "parked_work_job_subject_pk" PRIMARY KEY("job","subject")
);
--> statement-breakpoint
-- Beats are of the moment: processes that live beat again within two seconds.
DELETE FROM "role_beats";
--> statement-breakpoint
ALTER TABLE "role_beats" DROP CONSTRAINT "role_beats_pkey";
--> statement-breakpoint
ALTER TABLE "role_beats" ADD CONSTRAINT "role_beats_role_holder_pk" PRIMARY KEY("role","holder");--> statement-breakpoint
ALTER TABLE "log_consumers" ADD COLUMN "taken" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "log_consumers" ADD COLUMN "buried" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "log_consumers" ADD COLUMN "repeated" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "log_consumers" ADD CONSTRAINT "log_consumers_parts" CHECK (taken >= buried + repeated and buried >= 0 and repeated >= 0);
--> statement-breakpoint
-- The clock of the logs. It may step: what depends on its going forward says so where it is read.
CREATE FUNCTION log_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';
--> statement-breakpoint
ALTER TABLE "inbox" ALTER COLUMN "received_at" SET DEFAULT log_now();
--> statement-breakpoint
INSERT INTO "log_days" ("log", "low_day", "high_day")
SELECT 'inbox', coalesce((min(received_at) AT TIME ZONE 'UTC')::date, (now() AT TIME ZONE 'UTC')::date),
  greatest(coalesce((max(received_at) AT TIME ZONE 'UTC')::date, '2020-01-01'), (now() AT TIME ZONE 'UTC')::date) FROM "inbox";
--> statement-breakpoint
-- What was taken before it was counted.
UPDATE "log_consumers" c SET "taken" = n.taken, "buried" = n.buried FROM (
  SELECT c.group_name, c.lane,
    (SELECT count(*) FROM "inbox" i WHERE i.lane = c.lane AND (i.xid, i.id) <= (c.position_xid, c.position_id)) AS taken,
    (SELECT count(*) FROM "dead_letters" d JOIN "inbox" i ON i.id = d.inbox_id AND i.received_at = d.inbox_at
      WHERE d.group_name = c.group_name AND i.lane = c.lane) AS buried
  FROM "log_consumers" c) n
WHERE c.group_name = n.group_name AND c.lane = n.lane;
--> statement-breakpoint
-- Days that were dropped before drops were written down: a recount must not miss them.
INSERT INTO "log_drops" ("log", "day", "rows", "id_max")
SELECT 'inbox', '2000-01-01', '{}', coalesce(max(position_id), 0) FROM "log_consumers";
--> statement-breakpoint
INSERT INTO "log_drops" ("log", "day", "rows", "id_max")
SELECT DISTINCT 'inbox', (d.inbox_at AT TIME ZONE 'UTC')::date, '{}'::jsonb, 0 FROM "dead_letters" d
WHERE NOT EXISTS (SELECT FROM "inbox" i WHERE i.id = d.inbox_id AND i.received_at = d.inbox_at) ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "log_drops" ("log", "day", "rows", "id_max")
SELECT DISTINCT 'inbox', (o.inbox_at AT TIME ZONE 'UTC')::date, '{}'::jsonb, 0 FROM "orders" o
WHERE NOT EXISTS (SELECT FROM "inbox" i WHERE i.id = o.inbox_id AND i.received_at = o.inbox_at) ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "log_drops" ("log", "day", "rows", "id_max")
SELECT 'events', first.day - 1, '{}', 0 FROM (
  SELECT min(to_date(right(c.relname, 8), 'YYYYMMDD')) AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'events'::regclass AND c.relname ~ '_[0-9]{8}$') first
WHERE EXISTS (SELECT FROM "orders" WHERE (created_at AT TIME ZONE 'UTC')::date < first.day);
--> statement-breakpoint
-- Letters whose message was dropped before it was counted.
INSERT INTO "forgotten_rows" ("what", "rows")
SELECT 'dead_letters:' || d.group_name, -count(*) FROM "dead_letters" d
WHERE NOT EXISTS (SELECT FROM "inbox" i WHERE i.id = d.inbox_id AND i.received_at = d.inbox_at) GROUP BY d.group_name;
--> statement-breakpoint
-- Below this no transaction of ours is open that could still write into a log. Others may stay open as long as they like:
-- they cannot append (see the triggers below), so nobody waits for them. Stable, so that it speaks of the snapshot of the
-- statement that asks: whoever is in progress there and is not known to be a stranger's is waited for, also if it has
-- ended meanwhile.
CREATE FUNCTION log_horizon() RETURNS xid8 LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT x FROM pg_snapshot_xip(pg_current_snapshot()) AS x
      WHERE NOT EXISTS (SELECT FROM pg_stat_get_activity(NULL) AS a WHERE a.backend_xid = x::xid
        AND (a.datid IS DISTINCT FROM (SELECT oid FROM pg_database WHERE datname = current_database()) OR a.application_name NOT LIKE 'huiliu-%'))
      ORDER BY x LIMIT 1),
    pg_snapshot_xmax(pg_current_snapshot()))
$$;
--> statement-breakpoint
CREATE FUNCTION refuse_strangers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('application_name') NOT LIKE 'huiliu-%' THEN
    RAISE EXCEPTION '% is written by Huiliu alone: readers wait for nobody else', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "inbox_ours" BEFORE INSERT ON "inbox" FOR EACH STATEMENT EXECUTE FUNCTION refuse_strangers();
--> statement-breakpoint
CREATE TRIGGER "events_ours" BEFORE INSERT ON "events" FOR EACH STATEMENT EXECUTE FUNCTION refuse_strangers();
--> statement-breakpoint
CREATE TRIGGER "stock_ledger_ours" BEFORE INSERT ON "stock_ledger" FOR EACH STATEMENT EXECUTE FUNCTION refuse_strangers();
--> statement-breakpoint
DROP FUNCTION drop_log_partitions(text, date);
