import type { Db, Queryable } from "../client";
import { forgetKeeps, hasWaited } from "./tend";

/** Yesterday's and today's: somebody may still seal with them. */
const NEWEST_KEPT = 1;

type BodyKeyRow = { id: number; sealed: Uint8Array | null };

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
    insert into body_keys (day, sealed) values (${day}, ${sealed})
    on conflict (day) where sealed is not null do nothing returning id, sealed`;
  if (made) return made;
  const [known] = await db<
    BodyKeyRow[]
  >`select id, sealed from body_keys where day = ${day} and sealed is not null`;
  return known;
}

export async function readKeys(db: Queryable, ids: readonly number[]): Promise<BodyKeyRow[]> {
  return await db<BodyKeyRow[]>`
    select id, sealed from body_keys where id = any(${[...ids]}::int[])`;
}

/**
 * Forget the keys of days that are over for so long. A day of which something is unread, or an open dead letter came, is
 * still needed; a day on either side as well, for clocks differ. A day goes when it was due for most of a day, as days of
 * the log do, and the newest keys never: a clock that runs ahead forgets nothing that is still written with.
 *
 * @returns days forgotten
 */
export async function forgetKeys(db: Db, keepDays: number): Promise<number> {
  const due = await db<{ day: string }[]>`
    select k.day from body_keys k
    where k.sealed is not null and k.day < (log_now() at time zone 'UTC')::date - ${keepDays}::int
      and k.id < (select max(id) - ${NEWEST_KEPT} from body_keys)
      and k.day < (select low_day - 1 from log_days where log = 'inbox')
      and not exists (select from dead_letters d where d.state = 'open'
        and (d.inbox_at at time zone 'UTC')::date between k.day - 1 and k.day + 1)
    order by k.day`;
  const days = due.map((row) => row.day);
  await forgetKeeps(
    db,
    ["keys"],
    days.map((day) => ({ log: "keys", day })),
  );
  let gone = 0;
  for (const day of days) {
    if (!(await hasWaited(db, { log: "keys", day }))) continue;
    await db`update body_keys set sealed = null, forgotten_at = now() where day = ${day} and sealed is not null`;
    await db`delete from log_keeps where log = 'keys' and day = ${day}`;
    gone += 1;
  }
  return gone;
}
