import type { Queryable } from "../client";

export type LongTransaction = {
  pid: number;
  application: string;
  user: string;
  database: string;
  /** How long it is open, seconds. */
  seconds: number;
  state: string;
  /** One of ours: readers of the logs wait for it. A stranger's only keeps the database from tidying up. */
  isOurs: boolean;
  query: string;
};

/**
 * Transactions that have written and are open for so long, anywhere on the server, the oldest first.
 *
 * @param seconds at least so long
 */
export async function findLongTransactions(
  db: Queryable,
  seconds: number,
): Promise<LongTransaction[]> {
  return await db<LongTransaction[]>`
    select a.pid, a.application_name as application, coalesce(a.usename, '') as user, coalesce(a.datname, '') as database,
      extract(epoch from clock_timestamp() - a.xact_start)::float8 as seconds, coalesce(a.state, '') as state,
      a.datname = current_database() and a.application_name like 'huiliu-%' as "isOurs",
      left(regexp_replace(a.query, '\\s+', ' ', 'g'), 120) as query
    from pg_stat_activity a
    where a.backend_xid is not null and a.pid <> pg_backend_pid() and a.backend_type = 'client backend'
      and a.xact_start < clock_timestamp() - make_interval(secs => ${seconds}::float8)
    order by a.xact_start limit 5`;
}
