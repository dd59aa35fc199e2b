import type { Queryable } from "@/db/client";

/** Until when an account's orders were asked for, and what it calls our shops. */
export async function readPulledUntil(
  db: Queryable,
  accountId: number,
): Promise<{ pulledUntil: number | null; shops: string[] }> {
  const [row] = await db<{ pulledUntil: number | null; shops: string[] }[]>`
    select a.pulled_until as "pulledUntil",
      coalesce((select array_agg(m.external_code order by m.external_code) from store_mappings m
      where m.account_id = a.id), '{}') as shops
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

/** The day's running numbers we have of an account's orders, by what it calls our shops. */
export async function listDaySequences(
  db: Queryable,
  accountId: number,
  day: string,
): Promise<Map<string, Set<number>>> {
  const rows = await db<{ shop: string; numbers: number[] }[]>`
    select m.external_code as shop, array_agg(o.day_seq) as numbers
    from orders o join store_mappings m on m.account_id = o.account_id and m.store_id = o.store_id
    where o.business_day = ${day} and o.account_id = ${accountId} and o.day_seq is not null
    group by 1`;
  return new Map(rows.map((r) => [r.shop, new Set(r.numbers)]));
}
