import type { Tx } from "@/db/client";

/**
 * What is wanted is tried once its rest is over, at the latest when the round over all shelves comes by again: that takes
 * three hours over a million of them, and begins anew at each start. Nobody wants what nobody has tried for so long.
 */
const UNTRIED_HOURS = 24;

export type UnwantedCase = { id: number; job: string; subject: string; orderId: number | null };

/** Open cases of work that failed and that nobody tries any more. Where its rest is forgotten the case's own age counts. */
export async function findUnwanted(tx: Tx, limit: number): Promise<UnwantedCase[]> {
  return await tx<UnwantedCase[]>`
    select e.id, e.data ->> 'job' as job, e.data ->> 'subject' as subject, e.order_id as "orderId"
    from exception_cases e left join parked_work k on k.job = e.data ->> 'job' and k.subject = e.data ->> 'subject'
    where e.code = 'WORK_FAILED' and e.closed_at is null
      and coalesce(k.until, e.opened_at) < now() - make_interval(hours => ${UNTRIED_HOURS})
    order by e.id limit ${limit}`;
}

/**
 * The orders of these cases are locked, as everywhere before the cases themselves.
 *
 * @returns the cases without those whose order somebody is busy with: a later turn finds them again
 */
export async function lockOrdersOf(
  tx: Tx,
  cases: readonly UnwantedCase[],
): Promise<UnwantedCase[]> {
  const rows = await tx<{ id: number }[]>`
    select id from orders where id = any(${cases.flatMap((c) => c.orderId ?? [])}::bigint[])
    order by id for update skip locked`;
  const free = new Set(rows.map((r) => r.id));
  return cases.filter((c) => c.orderId === null || free.has(c.orderId));
}

/** Their rests are over for good. Who is being tried this moment, or was since they were found, is left alone. */
export async function dropRests(tx: Tx, cases: readonly UnwantedCase[]): Promise<void> {
  await tx`
    delete from parked_work where (job, subject) in (
      select k.job, k.subject from parked_work k
      join unnest(${cases.map((c) => c.job)}::text[], ${cases.map((c) => c.subject)}::text[]) as c (job, subject)
        using (job, subject)
      where k.until < now() - make_interval(hours => ${UNTRIED_HOURS}) for update of k skip locked)`;
}

/** Close those of these cases whose work rests no more. @returns what was closed, with its order where it is about one */
export async function closeRestless(
  tx: Tx,
  cases: readonly UnwantedCase[],
  outcome: string,
): Promise<{ orderId: number | null }[]> {
  return await tx<{ orderId: number | null }[]>`
    update exception_cases e set closed_at = now(), closed_by = 'system', outcome = ${outcome}
    where e.id = any(${cases.map((c) => c.id)}::bigint[]) and e.closed_at is null
      and not exists (select from parked_work k where k.job = e.data ->> 'job' and k.subject = e.data ->> 'subject')
    returning e.order_id as "orderId"`;
}
