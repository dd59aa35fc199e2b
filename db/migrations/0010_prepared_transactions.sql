-- Below this no transaction of ours is open that could still write into a log. Others may stay open as long as they like:
-- they cannot append (see the triggers on the logs), so nobody waits for them. Nor for one that is prepared, of whatever
-- database: it belongs to no session any more and may lie there for ever, and one that has appended cannot be prepared.
-- Stable, so that it speaks of the snapshot of the statement that asks; sessions and prepared transactions are looked at
-- after that. Whoever was in progress in the snapshot and is neither known to be a stranger's then, nor prepared, is waited
-- for: also if it has ended meanwhile, by a session or by COMMIT PREPARED.
CREATE OR REPLACE FUNCTION log_horizon() RETURNS xid8 LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT x FROM pg_snapshot_xip(pg_current_snapshot()) AS x
      WHERE NOT EXISTS (SELECT FROM pg_stat_get_activity(NULL) AS a WHERE a.backend_xid = x::xid
        AND (a.datid IS DISTINCT FROM (SELECT oid FROM pg_database WHERE datname = current_database()) OR a.application_name NOT LIKE 'huiliu-%'))
      AND NOT EXISTS (SELECT FROM pg_prepared_xact() AS p WHERE p.transaction = x::xid)
      ORDER BY x LIMIT 1),
    pg_snapshot_xmax(pg_current_snapshot()))
$$;
--> statement-breakpoint
-- Who appends is ours, and ends by itself. PostgreSQL refuses to prepare a transaction that holds one lock for its session
-- and for itself, so whoever has appended holds one so: its own, by the number of its process, for which nobody waits.
CREATE OR REPLACE FUNCTION refuse_strangers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('application_name') NOT LIKE 'huiliu-%' THEN
    RAISE EXCEPTION '% is written by Huiliu alone: readers wait for nobody else', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_lock_shared(hashtext('huiliu-append'), pg_backend_pid()), pg_advisory_xact_lock_shared(hashtext('huiliu-append'), pg_backend_pid());
  RETURN NULL;
END $$;
