import type { Queryable, Tx } from "@/db/client";

/** The first rest of what failed alone; twice as long each time, an hour at most. */
const REST_SECONDS = 30;
const REST_SECONDS_MAX = 3_600;

/**
 * A condition for a job's search: its item does not rest.
 *
 * @param subject SQL of the item's name as `parkWork` was told it
 */
export const isAwake = (db: Queryable, job: string, subject: string) =>
  db`not exists (select from parked_work k
    where k.job = ${job} and k.subject = ${db.unsafe(subject)} and k.until > now())`;

/** Put an item to rest. @returns how often it has failed now */
export async function parkWork(
  tx: Tx,
  { job, subject, cause }: { job: string; subject: string; cause: string },
): Promise<number> {
  const [row] = await tx<{ tries: number }[]>`
    insert into parked_work as k (job, subject, cause, tries, until)
    values (${job}, ${subject}, ${cause.slice(0, 500)}, 1, now() + make_interval(secs => ${REST_SECONDS}))
    on conflict (job, subject) do update set cause = excluded.cause, tries = k.tries + 1,
      until = now() + make_interval(secs => least(${REST_SECONDS_MAX}, ${REST_SECONDS} * 2 ^ least(k.tries, 10)))
    returning tries`;
  return row?.tries ?? 1;
}

/** These were done. @returns the ones that had failed before */
export async function wakeWork(
  tx: Tx,
  job: string,
  subjects: readonly string[],
): Promise<string[]> {
  if (subjects.length === 0) return [];
  const rows = await tx<{ subject: string }[]>`
    delete from parked_work where job = ${job} and subject = any(${[...subjects]}::text[]) returning subject`;
  return rows.map((r) => r.subject);
}

/** Of these, what rests now. */
export async function findResting(
  db: Queryable,
  job: string,
  subjects: readonly string[],
): Promise<Set<string>> {
  const rows = await db<{ subject: string }[]>`
    select subject from parked_work where job = ${job} and until > now() and subject = any(${[...subjects]}::text[])`;
  return new Set(rows.map((r) => r.subject));
}

export type ParkedRow = {
  job: string;
  subject: string;
  cause: string;
  tries: number;
  until: number;
  parkedAt: number;
};

/** What rests, the newest first. */
export async function listParked(db: Queryable, limit: number): Promise<ParkedRow[]> {
  return await db<ParkedRow[]>`
    select job, subject, cause, tries, until, parked_at as "parkedAt" from parked_work order by parked_at desc
      limit ${limit}`;
}
