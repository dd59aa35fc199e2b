import type { TableRows } from "@/db/bulk";
import type { Queryable } from "@/db/client";
import type { Writeback, WritebackAnswer } from "@/server/domain/channels";

/** Note calls that must be made, with the change they tell of. */
export const writebackRows = (
  rows: readonly { accountId: number; orderId: number; kind: string }[],
): TableRows => ({
  table: "writebacks",
  columns: ["account_id int", "order_id bigint", "kind text"],
  rows: rows.map((r) => [r.accountId, r.orderId, r.kind]),
});

/** Accounts with calls that are due, without these. */
export async function findDueWritebacks(db: Queryable, busy: readonly number[]): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select distinct account_id as id from writebacks
    where state = 'waiting' and due_at <= now() and account_id <> all(${[...busy]}::int[])`;
  return rows.map((r) => r.id);
}

/** Take due calls for a while: another node takes them when we die with them. */
export async function claimWritebacks(
  db: Queryable,
  accountId: number,
  { limit, forSeconds }: { limit: number; forSeconds: number },
): Promise<Writeback[]> {
  return await db<Writeback[]>`
    with due as (
      select id from writebacks where account_id = ${accountId} and state = 'waiting' and due_at <= now()
        order by due_at limit ${limit} for update skip locked
    )
    update writebacks w set due_at = now() + make_interval(secs => ${forSeconds}), attempts = attempts + 1
    from due, orders o where w.id = due.id and o.id = w.order_id
    returning w.id, w.account_id as "accountId", w.order_id as "orderId", o.external_no as "externalNo", o.trade,
      w.kind, w.attempts, w.answer`;
}

export async function settleWritebacks(
  db: Queryable,
  rows: readonly WritebackAnswer[],
): Promise<void> {
  if (rows.length === 0) return;
  await db`
    update writebacks w set state = a.state, answer = a.answer,
      due_at = now() + make_interval(secs => a.retry_ms / 1000.0)
    from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => r.answer)}::text[],
      ${rows.map((r) => r.retryMs)}::float8[]) as a (id, state, answer, retry_ms)
    where w.id = a.id`;
}
