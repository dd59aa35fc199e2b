import type { Queryable } from "@/db/client";

export type LongTransaction = {
  /** Null of a prepared one: its session is gone. */
  pid: number | null;
  /** What a prepared one is called, in the database it was prepared in; null of a session's. */
  gid: string | null;
  application: string;
  user: string;
  database: string;
  /** How long it is open, or since when it lies prepared, seconds. */
  seconds: number;
  state: string;
  /** One of ours: readers of the logs wait for it. A stranger's only keeps the database from tidying up. */
  isOurs: boolean;
  query: string;
};

/**
 * Transactions that have written and are open for so long, anywhere on the server, and prepared ones that nobody has
 * committed or undone since, the oldest first. A crowd of the one kind leaves room for the other.
 *
 * @param seconds at least so long
 * @param most of each kind
 */
export async function findLongTransactions(
  db: Queryable,
  seconds: number,
  most = 5,
): Promise<LongTransaction[]> {
  return await db<LongTransaction[]>`
    (select a.pid, null as gid, a.application_name as application, coalesce(a.usename, '') as user,
      coalesce(a.datname, '') as database, extract(epoch from clock_timestamp() - a.xact_start)::float8 as seconds,
      coalesce(a.state, '') as state, a.datname = current_database() and a.application_name like 'huiliu-%' as "isOurs",
      left(regexp_replace(a.query, '\\s+', ' ', 'g'), 120) as query
    from pg_stat_activity a
    where a.backend_xid is not null and a.pid <> pg_backend_pid() and a.backend_type = 'client backend'
      and a.xact_start < clock_timestamp() - make_interval(secs => ${seconds}::float8)
    order by a.xact_start limit ${most})
    union all
    (select null, p.gid, '', p.owner, p.database, extract(epoch
    from clock_timestamp() - p.prepared)::float8, 'prepared', false, ''
    from pg_prepared_xacts p where p.prepared < clock_timestamp() - make_interval(secs => ${seconds}::float8)
    order by p.prepared limit ${most})
    order by seconds desc`;
}
