import type { Db, Queryable } from "../client";

export type BodyKeyRow = { id: number; sealed: Uint8Array | null };

/**
 * The day's key, made now if nobody has made it yet.
 *
 * @param sealed a fresh key, for the first who asks
 */
export async function dayKey(
  db: Db,
  day: string,
  sealed: Uint8Array,
): Promise<BodyKeyRow | undefined> {
  const [made] = await db<BodyKeyRow[]>`
    insert into body_keys (day, sealed) values (${day}, ${sealed}) on conflict (day) do nothing returning id, sealed`;
  if (made) return made;
  const [known] = await db<BodyKeyRow[]>`select id, sealed from body_keys where day = ${day}`;
  return known;
}

export async function readKeys(db: Queryable, ids: readonly number[]): Promise<BodyKeyRow[]> {
  return await db<BodyKeyRow[]>`
    select id, sealed from body_keys where id = any(${[...ids]}::int[])`;
}

/**
 * Forget the keys of days that are over for so long. A day of which something is unread, or an open dead letter came, is
 * still needed; a day on either side as well, for clocks differ.
 *
 * @returns days forgotten
 */
export async function forgetKeys(db: Queryable, keepDays: number): Promise<number> {
  const rows = await db`
    update body_keys k set sealed = null, forgotten_at = now()
    where k.sealed is not null and k.day < (log_now() at time zone 'UTC')::date - ${keepDays}::int
      and k.day < (select low_day - 1 from log_days where log = 'inbox')
      and not exists (select from dead_letters d where d.state = 'open'
        and (d.inbox_at at time zone 'UTC')::date between k.day - 1 and k.day + 1)
    returning 1`;
  return rows.length;
}
