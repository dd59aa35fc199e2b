import type { Queryable } from "../client";

/** Until when an account's orders were asked for, and what it calls our shops. */
export async function readPulledUntil(
  db: Queryable,
  accountId: number,
): Promise<{ pulledUntil: number | null; shops: string[] }> {
  const [row] = await db<{ pulledUntil: number | null; shops: string[] }[]>`
    select a.pulled_until as "pulledUntil",
      coalesce((select array_agg(m.external_code order by m.external_code) from store_mappings m where m.account_id = a.id), '{}') as shops
    from channel_accounts a where a.id = ${accountId}`;
  return row ?? { pulledUntil: null, shops: [] };
}

export async function savePulledUntil(
  db: Queryable,
  accountId: number,
  until: number,
): Promise<void> {
  await db`update channel_accounts set pulled_until = ${until}::timestamptz where id = ${accountId}`;
}
