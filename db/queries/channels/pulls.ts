import type { Queryable, Tx } from "@/db/client";
import type { Pull } from "@/server/domain/channels";

/** A thin push is fetched at once; degraded data after 5 s, 30 s, 2 min. */
const DEGRADED_SECONDS = [5, 30, 120];

type PullRequest = {
  accountId: number;
  externalNo: string;
  lane: number;
  degraded: boolean;
  /** A refund that the answer has to show. */
  refundId?: string | null;
};

export async function queuePulls(tx: Tx, rows: readonly PullRequest[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into pulls as p (account_id, external_no, lane, due_at, refunds)
    select account_id, external_no, min(lane),
      now() + make_interval(secs => case when bool_and(degraded) then ${DEGRADED_SECONDS[0] ?? 5} else 0 end),
      coalesce(array_agg(distinct refund_id) filter (where refund_id is not null), '{}')
    from unnest(${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.externalNo)}::text[],
      ${rows.map((r) => r.lane)}::smallint[], ${rows.map((r) => (r.degraded ? "t" : "f"))}::text[]::bool[],
      ${rows.map((r) => r.refundId ?? null)}::text[]) as r (account_id, external_no, lane, degraded, refund_id)
    group by 1, 2 order by 1, 2
    on conflict (account_id, external_no) do update set due_at = least(p.due_at, excluded.due_at),
      attempts = case when excluded.refunds <@ p.refunds then p.attempts else 0 end,
      refunds = array(select distinct unnest(p.refunds || excluded.refunds) order by 1)`;
}

/** Accounts with fetches that are due, without these. */
export async function findDuePulls(db: Queryable, busy: readonly number[]): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select distinct account_id as id from pulls where due_at <= now() and account_id <> all(${[...busy]}::int[])`;
  return rows.map((r) => r.id);
}

/** Take due fetches for a while: another node takes them when we die with them. */
export async function claimPulls(
  db: Queryable,
  accountId: number,
  { limit, forSeconds }: { limit: number; forSeconds: number },
): Promise<Pull[]> {
  return await db<Pull[]>`
    with due as (
      select account_id, external_no from pulls where account_id = ${accountId} and due_at <= now() order by due_at
        limit ${limit} for update skip locked
    )
    update pulls p set due_at = now() + make_interval(secs => ${forSeconds}), attempts = attempts + 1
    from due where p.account_id = due.account_id and p.external_no = due.external_no
    returning p.account_id as "accountId", p.external_no as "externalNo", p.lane, p.attempts, p.refunds,
      p.due_at::text as claim`;
}

/**
 * The detail is in the log: the fetch is done. Same transaction as the append. What was asked for again since it was taken
 * stays: the answer may be older than what was announced.
 */
export async function finishPulls(tx: Tx, rows: readonly Pull[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    delete from pulls p using unnest(${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.externalNo)}::text[],
      ${rows.map((r) => r.claim)}::text[], ${rows.map((r) => r.refunds.join("\n"))}::text[])
        as d (account_id, external_no, claim, refunds)
    where p.account_id = d.account_id and p.external_no = d.external_no and p.due_at = d.claim::timestamptz
      and array_to_string(p.refunds, E'\n') = d.refunds`;
}

/** Not this time: again after a while that grows. */
export async function postponePulls(
  db: Queryable,
  rows: readonly (Pull & { error: string; retryMs: number })[],
): Promise<void> {
  if (rows.length === 0) return;
  await db`
    update pulls p set last_error = d.error, due_at = now() + make_interval(secs => d.retry_ms / 1000.0)
    from unnest(${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.externalNo)}::text[],
      ${rows.map((r) => r.error.slice(0, 300))}::text[], ${rows.map((r) => r.retryMs)}::float8[],
      ${rows.map((r) => r.claim)}::text[]) as d (account_id, external_no, error, retry_ms, claim)
    where p.account_id = d.account_id and p.external_no = d.external_no and p.due_at = d.claim::timestamptz`;
}
