import type { Db } from "@/db/client";
import type { Stand } from "../measure/stand";

export type BenchAccount = {
  protocol: string;
  batch: number;
  callsPerSecond: number;
  settleMs: number;
};

/** Accounts that are told numbers, each with a shop for every store; nobody else is told anything. @returns their ids */
export async function openAccounts(
  { db }: Stand,
  accounts: readonly BenchAccount[],
  { shops, baseOf }: { shops: number; baseOf: (code: string) => string },
): Promise<number[]> {
  const stores = Array.from({ length: shops }, (_, i) => i + 1);
  await db`
    insert into stores (id, code, name, district, lng_e6, lat_e6, radius_metres)
    select n, 'S' || n, '店' || n, '区', 0, 0, 1000 from unnest(${stores}::int[]) as n (n) on conflict do nothing`;
  await db`update channel_accounts set config = config || '{"apiBase": null}'`;
  const ids: number[] = [];
  for (const [i, { protocol, batch, callsPerSecond, settleMs }] of accounts.entries()) {
    const code = `acc-${i}`;
    const config = { apiBase: baseOf(code), figures: { batch, callsPerSecond, settleMs } };
    const [row] = await db<{ id: number }[]>`
      insert into channel_accounts (code, channel, name, protocol, app_id, secret_ref, config)
      values (${code}, ${protocol}, ${code}, ${protocol}, ${`${800_001 + i}`}, 'file:app-1', ${JSON.stringify(config)}::text::jsonb)
      returning id`;
    const id = row?.id ?? 0;
    ids.push(id);
    await db`
      insert into store_mappings (account_id, external_code, store_id)
      select ${id}, 'shop_' || n, n from unnest(${stores}::int[]) as n (n)`;
  }
  return ids;
}

/** The wait for company of a single change is over for all of them. */
export async function dueNow(db: Db): Promise<void> {
  await db`update published set due_at = now() where due_at is not null`;
  await db.unsafe("vacuum analyze published");
}

export async function countWaiting(db: Db): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int n from published where due_at is not null`;
  return row?.n ?? 0;
}

/** Keys whose call came too soon for the platform, or failed. */
export async function countThrottled(db: Db): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select coalesce(sum(count), 0)::int n from sync_minutes where bucket_ms = 0`;
  return row?.n ?? 0;
}
