import type { Queryable } from "@/db/client";
import type { SellerRow } from "@/server/domain/channels";
import type { Cellish, PromiseRule } from "@/server/domain/inventory";

const RULE = (
  sql: Queryable,
) => sql`p.account_id as "accountId", p.share_bps as "shareBps", p.cap, p.risk_bps as "riskBps",
  p.rank, p.lag_ms as "lagMs"`;

/** Every channel account that sells, with its rule. */
async function listRules(db: Queryable): Promise<PromiseRule[]> {
  return await db<PromiseRule[]>`
    select ${RULE(db)} from promise_rules p join channel_accounts a on a.id = p.account_id where a.enabled
      order by p.account_id`;
}

/** Who sells these cells: rule, own pieces and how fast. One row per cell and account. */
export async function readSellers(db: Queryable, cells: readonly Cellish[]): Promise<SellerRow[]> {
  if (cells.length === 0) return [];
  const [rules, quotas, rates] = await Promise.all([
    listRules(db),
    db<(Cellish & { accountId: number; qty: number })[]>`
      select q.store_id as "storeId", q.sku_id as "skuId", q.account_id as "accountId", q.qty from stock_quotas q
      join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
        using (store_id, sku_id) where q.qty > 0`,
    db<(Cellish & { accountId: number; rate: number })[]>`
      select r.store_id as "storeId", r.sku_id as "skuId", r.account_id as "accountId", r.milli_per_minute as rate
        from sale_rates r
      join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
        using (store_id, sku_id)`,
  ]);
  const key = (c: Cellish, accountId: number) => `${c.storeId}:${c.skuId}:${accountId}`;
  const own = new Map(quotas.map((q) => [key(q, q.accountId), q.qty]));
  const speed = new Map(rates.map((r) => [key(r, r.accountId), r.rate]));
  return cells.flatMap((cell) =>
    rules.map((rule) => ({
      storeId: cell.storeId,
      skuId: cell.skuId,
      rule,
      dedicated: own.get(key(cell, rule.accountId)) ?? 0,
      milliPerMinute: speed.get(key(cell, rule.accountId)) ?? 0,
    })),
  );
}

export async function saveRule(
  db: Queryable,
  rule: Omit<PromiseRule, "lagMs">,
  by: string,
): Promise<boolean> {
  const rows = await db`
    insert into promise_rules (account_id, share_bps, cap, risk_bps, rank, changed_by, changed_at)
    select id, ${rule.shareBps}, ${rule.cap}, ${rule.riskBps}, ${rule.rank}, ${by}, now() from channel_accounts
      where id = ${rule.accountId}
    on conflict (account_id) do update
      set share_bps = excluded.share_bps, cap = excluded.cap, risk_bps = excluded.risk_bps,
      rank = excluded.rank, changed_by = excluded.changed_by, changed_at = now()
    returning 1`;
  return rows.length > 0;
}

/**
 * What channels sold in the last minutes, as a rate: rows of articles that no longer sell go. The stretch is spelled out:
 * of a parameter no plan knows that it is short.
 */
export async function refreshRates(db: Queryable, minutes: number): Promise<void> {
  await db`
    with sold as (
      select r.store_id, r.sku_id, o.account_id, sum(l.ordered * r.per)::bigint * 1000 / ${minutes}::int as rate
      from orders o join order_lines l on l.order_id = o.id
        join reservations r on r.order_id = l.order_id and r.line_no = l.line_no
      where o.listed_at > now() - ${db.unsafe(`interval '${minutes} minutes'`)} and o.paid_at is not null
        and o.trade <> 'cancelled'
      group by 1, 2, 3
    ), gone as (
      delete from sale_rates s where not exists (select 1 from sold n
        where n.store_id = s.store_id and n.sku_id = s.sku_id and n.account_id = s.account_id)
    )
    insert into sale_rates as s (store_id, sku_id, account_id, milli_per_minute)
    select store_id, sku_id, account_id, least(rate, 2000000000)::int from sold
    on conflict (store_id, sku_id, account_id) do update
      set milli_per_minute = excluded.milli_per_minute, updated_at = now()
      where s.milli_per_minute <> excluded.milli_per_minute`;
}
