-- Ids are handed out in blocks of 1 000: one call to the database serves a thousand rows.
CREATE SEQUENCE "id_blocks";
--> statement-breakpoint
-- The two logs are append-only: nothing may rewrite what was acknowledged. Old days leave by dropping their partition.
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "inbox_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "inbox" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
--> statement-breakpoint
CREATE TRIGGER "events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "events" FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
--> statement-breakpoint
-- One storage partition per UTC day, made ahead. Running it again changes nothing.
CREATE FUNCTION ensure_log_partitions(first_day date, days integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  made integer := 0;
  log text;
  day date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_log_partitions'));
  FOREACH log IN ARRAY ARRAY['inbox', 'events'] LOOP
    FOR i IN 0 .. days - 1 LOOP
      day := first_day + i;
      IF to_regclass(format('%I', log || '_' || to_char(day, 'YYYYMMDD'))) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
          log || '_' || to_char(day, 'YYYYMMDD'), log, day || ' 00:00+00', (day + 1) || ' 00:00+00');
        -- The parent's trigger does not see who goes to the partition itself.
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite()',
          log || '_' || to_char(day, 'YYYYMMDD'));
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
-- Drops whole days older than the policy says; returns how many partitions went.
CREATE FUNCTION drop_log_partitions(log text, before_day date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  gone integer := 0;
  child record;
BEGIN
  FOR child IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = log::regclass AND c.relname ~ ('^' || log || '_[0-9]{8}$')
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < before_day
  LOOP
    EXECUTE format('DROP TABLE %I', child.relname);
    gone := gone + 1;
  END LOOP;
  RETURN gone;
END $$;
--> statement-breakpoint
SELECT ensure_log_partitions((now() AT TIME ZONE 'UTC')::date - 1, 9);
--> statement-breakpoint
-- Rows that change often keep room for their next version on the same page.
ALTER TABLE "stock" SET (fillfactor = 60);
--> statement-breakpoint
ALTER TABLE "counters_minute" SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE "fulfilment_orders" SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE "riders" SET (fillfactor = 50);
