import type { Queryable } from "../../client";
import { DIFFERS_SECONDS, isWrong } from "./inventory";

type SyncAccountRow = {
  accountId: number;
  name: string;
  channel: string;
  enabled: boolean;
  shareBps: number;
  cap: number | null;
  riskBps: number;
  rank: number;
  lagMs: number;
  changedBy: string | null;
  changedAt: number | null;
  keys: number;
  waiting: number;
  oldestAt: number | null;
  late: number;
  blocked: number;
  failing: number;
  fault: string | null;
  /** Null when one store is asked for: calls are counted by account. */
  lastMinute: number | null;
  failures: number | null;
};

/**
 * How each channel keeps up with our numbers: what waits, how long, how fast, what is stuck; with its promise rule.
 *
 * @param storeId null: all stores
 */
export async function listSyncAccounts(
  db: Queryable,
  storeId: number | null,
): Promise<SyncAccountRow[]> {
  return await db<SyncAccountRow[]>`
    select a.id as "accountId", a.name, a.channel, a.enabled, coalesce(r.share_bps, 10000) as "shareBps", r.cap,
      coalesce(r.risk_bps, 100) as "riskBps", coalesce(r.rank, 10)::int as rank, coalesce(r.lag_ms, 2000) as "lagMs",
      coalesce(u.name, r.changed_by) as "changedBy", r.changed_at as "changedAt", coalesce(p.keys, 0) as keys,
      coalesce(p.waiting, 0) as waiting, p.oldest as "oldestAt", coalesce(p.late, 0) as late,
      coalesce(p.blocked, 0) as blocked,
      coalesce(p.failing, 0) as failing, p.fault,
      case when ${storeId}::int is null then coalesce(m.told, 0) end as "lastMinute",
      case when ${storeId}::int is null then coalesce(m.failures, 0) end as failures
    from channel_accounts a
    left join promise_rules r on r.account_id = a.id left join users u on u.id = r.changed_by
    left join (
      select account_id, count(*)::int as keys, count(*) filter (where dirty_at is not null)::int as waiting,
        min(dirty_at) as oldest,
        count(*) filter (where dirty_at < now() - ${DIFFERS_SECONDS}::int * interval '1 second')::int as late,
        count(*) filter (where blocked)::int as blocked,
        count(*) filter (where tries > 0 and dirty_at is not null)::int as failing,
        max(fault) filter (where dirty_at is not null) as fault
      from published where ${storeId}::int is null or store_id = ${storeId} group by account_id
    ) p on p.account_id = a.id
    left join (
      select account_id, sum(count) filter (where bucket_ms > 0)::int as told,
        sum(count) filter (where bucket_ms = 0)::int as failures
      from sync_minutes where minute >= date_trunc('minute', now()) - interval '1 minute' group by account_id
    ) m on m.account_id = a.id
    where r.account_id is not null or p.account_id is not null
    order by coalesce(r.rank, 10), a.id`;
}

type DifferenceRow = {
  accountId: number;
  accountName: string;
  channel: string;
  kind: "stock" | "price";
  storeId: number;
  storeName: string;
  skuId: number;
  code: string;
  name: string;
  wanted: number;
  shown: number | null;
  dirtyAt: number;
  tries: number;
  fault: string | null;
  blocked: boolean;
};

/** Where a channel has shown something else for a while, the longest first. */
export async function listDifferences(
  db: Queryable,
  filter: {
    accountId: number | null;
    storeId: number | null;
    kind: DifferenceRow["kind"] | null;
    blockedOnly: boolean;
  },
  limit: number,
): Promise<DifferenceRow[]> {
  return await db<DifferenceRow[]>`
    select p.account_id as "accountId", a.name as "accountName", a.channel, p.kind, p.store_id as "storeId",
      s.name as "storeName", p.sku_id as "skuId", k.code, k.name, p.wanted, p.acked_value as shown,
      p.dirty_at as "dirtyAt",
      p.tries, p.fault, p.blocked
    from published p join channel_accounts a on a.id = p.account_id join stores s on s.id = p.store_id
    join skus k on k.id = p.sku_id
    where ${isWrong(db)}
      and (${filter.accountId}::int is null or p.account_id = ${filter.accountId})
      and (${filter.storeId}::int is null or p.store_id = ${filter.storeId})
      and (${filter.kind}::text is null or p.kind = ${filter.kind})
      and (not ${filter.blockedOnly}::bool or p.blocked)
    order by p.dirty_at, p.account_id, p.store_id, p.sku_id limit ${limit}`;
}
