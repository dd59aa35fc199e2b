import type { Db } from "@/db/client";

/** Rows of each kind that go in one round. */
const ROUND = 2_000;
/** News of an order that has not come by then is of none of ours. */
const ORPHAN_DAYS = 30;

/**
 * Rows that have had their time: news without an order, letters that were settled, cases that are closed, what was refused
 * at the door, work parked long ago that nobody finds any more. Open letters and open cases stay as long as they are open.
 *
 * @param keepDays how long the logs are kept; the same for what tells of them
 * @returns rows that went
 */
export async function forgetOld(db: Db, keepDays: number): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    with facts as (
      delete from channel_facts f using (
        select account_id, external_no, kind, version from channel_facts
        where order_id is null and at < now() - make_interval(days => ${ORPHAN_DAYS}) limit ${ROUND}) old
      where f.account_id = old.account_id and f.external_no = old.external_no and f.kind = old.kind
        and f.version = old.version
        and f.order_id is null
      returning 1
    ), letters as (
      delete from dead_letters where id in (
        select id from dead_letters where state in ('rerun', 'discarded')
          and failed_at < now() - make_interval(days => ${keepDays}::int)
        order by failed_at limit ${ROUND}) returning group_name
    ), letters_noted as (
      insert into forgotten_rows as f (what, rows) select 'dead_letters:' || group_name, count(*) from letters
        group by 1
      on conflict (what) do update set rows = f.rows + excluded.rows returning 1
    ), cases as (
      delete from exception_cases where id in (
        select id from exception_cases where closed_at < now() - make_interval(days => ${keepDays}::int) limit ${ROUND})
      returning 1
    ), refusals as (
      delete from security_events s using (
        select minute, source, code from security_events
          where minute < now() - make_interval(days => ${keepDays}::int) limit ${ROUND}) old
      where s.minute = old.minute and s.source = old.source and s.code = old.code returning 1
    ), parked as (
      delete from parked_work where until < now() - interval '7 days' returning 1
    )
    select ((select count(*) from facts) + (select count(*) from letters) + (select count(*) from cases)
      + (select count(*) from refusals) + (select count(*) from parked) + 0 * (select count(*)
      from letters_noted))::int as n`;
  return row?.n ?? 0;
}
