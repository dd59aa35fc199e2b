import { json } from "../bulk";
import { type Db, inTransaction, type Queryable, type Tx } from "../client";

const LOGS = ["inbox", "events"] as const;
type LogName = (typeof LOGS)[number];
type OldDay = { log: LogName; day: string };
/** A day of a log, or of keys, whose time is over. */
type Due = { log: string; day: string };

/**
 * A day that is due goes after it was seen to be due so many times and for so long: a clock that runs ahead drops nothing
 * while somebody can still notice. At one look in ten minutes most of a day.
 */
const SIGHTINGS_MIN = 100;
const DUE_HOURS_MIN = 16;
const WAITS = "waits";

/**
 * Make the days ahead, and drop the days the policy lets go: never one that a consumer has not read to its end, nor one
 * that an open order, dead letter or case points to. What stays and why is written down (`log_keeps`), what went as well
 * (`log_drops`).
 *
 * @returns days dropped
 */
export async function tendLogs(db: Db, keepDays: number): Promise<number> {
  await db`select ensure_log_partitions((log_now() at time zone 'UTC')::date - 1, 9)`;
  await narrowDays(db);
  const due = await findOldDays(db, keepDays);
  await forgetKeeps(db, LOGS, due);
  let dropped = 0;
  for (const old of due) {
    const why = await whyKept(db, old);
    if (why === null && (await hasWaited(db, old)))
      dropped += await inTransaction(db, (tx) => drop(tx, old));
    else if (why !== null) await keep(db, old, why);
  }
  return dropped;
}

const partition = ({ log, day }: OldDay): string => `${log}_${day.replaceAll("-", "")}`;

async function findOldDays(db: Queryable, keepDays: number): Promise<OldDay[]> {
  return await db<OldDay[]>`
    select p.log, p.day from (
      select i.inhparent::regclass::text as log, to_date(right(c.relname, 8), 'YYYYMMDD') as day
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent in ('inbox'::regclass, 'events'::regclass) and c.relname ~ '_[0-9]{8}$') p
    where p.day < (log_now() at time zone 'UTC')::date - ${keepDays}::int order by 2, 1`;
}

/** Readers look no further back than the oldest day that holds something unread, and stay an hour behind midnight. */
async function narrowDays(db: Queryable): Promise<void> {
  await db`
    update log_days d set low_day = t.day
    from (select ((log_now() at time zone 'UTC') - interval '1 hour')::date as day) t
    where d.log = 'inbox' and d.low_day < t.day and exists (select from log_consumers) and not exists (
      select from log_consumers c cross join lateral (
        select from inbox i where i.lane = c.lane and (i.xid, i.id) > (c.position_xid, c.position_id)
          and i.received_at < t.day::timestamp at time zone 'UTC' limit 1) unread)`;
}

/** Why an old day has to stay; null where nothing needs it. */
async function whyKept(db: Queryable, old: OldDay): Promise<string | null> {
  const table = db(partition(old));
  const [row] =
    old.log === "inbox"
      ? await db<{ why: string | null }[]>`
        select case
          when not exists (select from log_consumers) then 'unread'
          when exists (select from log_consumers c cross join lateral (
            select from ${table} i where i.lane = c.lane and (i.xid, i.id) > (c.position_xid, c.position_id)
            limit 1) u) then 'unread'
          when exists (select from dead_letters where state = 'open'
            and (inbox_at at time zone 'UTC')::date = ${old.day}) then 'dead-letter'
          when exists (select from exception_cases where closed_at is null and data ? 'inboxId'
            and (opened_at at time zone 'UTC')::date between ${old.day} and ${old.day}::date + 1) then 'case'
          when exists (select from exception_cases e join orders o on o.id = e.order_id
            where e.closed_at is null and (o.inbox_at at time zone 'UTC')::date = ${old.day}) then 'case'
          when exists (select from orders where phase not in ('cancelled', 'closed', 'refunded', 'done')
            and (inbox_at at time zone 'UTC')::date = ${old.day}) then 'order' end as why`
      : await db<{ why: string | null }[]>`
        select case
          when exists (select from log_tails t where exists (
            select from ${table} e where (e.xid, e.id) > (t.xid, t.id))) then 'unread'
          when exists (select from exception_cases c where c.closed_at is null and c.order_id is not null
            and exists (select from ${table} e where e.order_id = c.order_id)) then 'case'
          when exists (select from orders o where o.phase not in ('cancelled', 'closed', 'refunded', 'done')
            and exists (select from ${table} e where e.order_id = o.id)) then 'order' end as why`;
  return row?.why ?? null;
}

/** Count one more look at a day nothing needs. @returns whether it has waited long enough */
export async function hasWaited(db: Queryable, { log, day }: Due): Promise<boolean> {
  const [row] = await db<{ isOver: boolean }[]>`
    insert into log_keeps as k (log, day, why, sightings, seen_at) values (${log}, ${day}, ${WAITS}, 1, log_now())
    on conflict (log, day) do update set why = excluded.why,
      seen_at = case when k.why = ${WAITS} then k.seen_at else log_now() end,
      sightings = case when k.why = ${WAITS} then k.sightings + 1 else 1 end
    returning sightings >= ${SIGHTINGS_MIN}
      and seen_at <= log_now() - make_interval(hours => ${DUE_HOURS_MIN}) as "isOver"`;
  return row?.isOver ?? false;
}

async function keep(db: Queryable, { log, day }: OldDay, why: string): Promise<void> {
  await db`
    insert into log_keeps as k (log, day, why, sightings, seen_at) values (${log}, ${day}, ${why}, 1, log_now())
    on conflict (log, day) do update set why = excluded.why, sightings = k.sightings + 1,
      seen_at = case when k.why = excluded.why then k.seen_at else log_now() end`;
}

/** Days that are no longer due: the clock that said so went back, or the policy keeps them longer. */
export async function forgetKeeps(
  db: Queryable,
  kinds: readonly string[],
  due: readonly Due[],
): Promise<void> {
  await db`
    delete from log_keeps k where k.log = any(${[...kinds]}::text[]) and not exists (
      select from unnest(${due.map((d) => d.log)}::text[], ${due.map((d) => d.day)}::date[]) as u (log, day)
      where u.log = k.log and u.day = k.day)`;
}

/** Gone, with a record of how much it was: a recount of the log has to come out right. */
async function drop(tx: Tx, old: OldDay): Promise<number> {
  const table = tx(partition(old));
  await tx`set local lock_timeout = '2s'`;
  await tx`lock table ${table} in access exclusive mode`;
  if ((await whyKept(tx, old)) !== null) return 0;
  const rows = await tx<{ lane: string; n: number; idMax: number }[]>`
    select ${old.log === "inbox" ? tx`lane::text` : tx`'all'`} as lane, count(*)::int as n, max(id) as "idMax"
    from ${table} group by 1`;
  const counts = Object.fromEntries(rows.map((r) => [r.lane, r.n]));
  await tx`
    insert into log_drops (log, day, rows, id_max)
    values (${old.log}, ${old.day}, ${json(counts)}::text::jsonb, ${Math.max(0, ...rows.map((r) => r.idMax))})
    on conflict (log, day) do nothing`;
  await tx`drop table ${table}`;
  await tx`delete from log_keeps where log = ${old.log} and day = ${old.day}`;
  return 1;
}

export type KeptDay = { log: string; day: string; why: string; since: number };

/** Days that are old enough to go and are still here, oldest first. */
export async function listKeptDays(db: Queryable): Promise<KeptDay[]> {
  return await db<KeptDay[]>`
    select log, day, why, seen_at as since from log_keeps order by day, log limit 200`;
}
