import type { Tx } from "@/db/client";

export type TryRow = { key: string; level: number; at: number };

/** The counters under these keys, locked in key order; one that is not there yet begins at nothing. */
export async function lockTries(tx: Tx, keys: readonly string[]): Promise<TryRow[]> {
  const sorted = [...keys].sort();
  await tx`
    insert into sign_in_tries (key, level, at)
    select key, 0, to_timestamp(0) from unnest(${sorted}::text[]) with ordinality as k (key, n) order by n
    on conflict do nothing`;
  return await tx<TryRow[]>`
    select key, level, at from sign_in_tries where key = any(${sorted}::text[]) order by key collate "C" for update`;
}

export async function saveTries(tx: Tx, rows: readonly TryRow[]): Promise<void> {
  await tx`
    update sign_in_tries s set level = n.level, at = n.at
    from unnest(${rows.map((r) => r.key)}::text[], ${rows.map((r) => r.level)}::real[],
      ${rows.map((r) => new Date(r.at).toISOString())}::timestamptz[]) as n (key, level, at)
    where s.key = n.key`;
}

/** Counters that nobody moved since then say nothing any more. */
export async function forgetTries(tx: Tx, before: number, limit: number): Promise<void> {
  await tx`
    delete from sign_in_tries where key in (
      select key from sign_in_tries where at < ${before}::timestamptz order by at limit ${limit}
        for update skip locked)`;
}

/** Whether this key is kept for longer than `now`, epoch ms. */
export async function isKept(tx: Tx, key: string, now: number): Promise<boolean> {
  const found = await tx`
    select 1 from sign_in_tries where key = ${key} and at > ${now}::timestamptz`;
  return found.length > 0;
}

/** A key that is no counter: it is there until then, epoch ms. */
export async function keepUntil(tx: Tx, key: string, until: number): Promise<void> {
  await tx`
    insert into sign_in_tries (key, level, at) values (${key}, 0, ${until}::timestamptz)
    on conflict (key) do update set at = excluded.at`;
}
