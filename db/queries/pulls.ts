import type { Queryable, Tx } from "../client";

/** A thin push is fetched at once; degraded data after 5 s, 30 s, 2 min. */
const DEGRADED_SECONDS = [5, 30, 120];

export type PullRequest = {
  accountId: number;
  externalNo: string;
  lane: number;
  degraded: boolean;
};

export async function queuePulls(tx: Tx, rows: readonly PullRequest[]): Promise<void> {
  if (rows.length === 0) return;
  const unique = [...new Map(rows.map((r) => [`${r.accountId}|${r.externalNo}`, r])).values()];
  await tx`
    insert into pulls as p (account_id, external_no, lane, due_at)
    select account_id, external_no, lane, now() + make_interval(secs => case when degraded then ${DEGRADED_SECONDS[0] ?? 5} else 0 end)
    from unnest(${unique.map((r) => r.accountId)}::int[], ${unique.map((r) => r.externalNo)}::text[],
      ${unique.map((r) => r.lane)}::smallint[], ${unique.map((r) => (r.degraded ? "t" : "f"))}::text[]::bool[]) as r (account_id, external_no, lane, degraded)
    on conflict (account_id, external_no) do update set due_at = least(p.due_at, excluded.due_at)`;
}

export type Pull = { accountId: number; externalNo: string; lane: number; attempts: number };

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
  limit: number,
  forSeconds: number,
): Promise<Pull[]> {
  return await db<Pull[]>`
    with due as (
      select account_id, external_no from pulls where account_id = ${accountId} and due_at <= now() order by due_at limit ${limit} for update skip locked
    )
    update pulls p set due_at = now() + make_interval(secs => ${forSeconds}), attempts = attempts + 1
    from due where p.account_id = due.account_id and p.external_no = due.external_no
    returning p.account_id as "accountId", p.external_no as "externalNo", p.lane, p.attempts`;
}

/** The detail is in the log: the fetch is done. Same transaction as the append. */
export async function finishPulls(tx: Tx, rows: readonly Pull[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`delete from pulls p using unnest(${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.externalNo)}::text[])
    as d (account_id, external_no) where p.account_id = d.account_id and p.external_no = d.external_no`;
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
      ${rows.map((r) => r.error.slice(0, 300))}::text[], ${rows.map((r) => r.retryMs)}::float8[]) as d (account_id, external_no, error, retry_ms)
    where p.account_id = d.account_id and p.external_no = d.external_no`;
}
