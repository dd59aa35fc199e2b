import { at, json } from "@/db/bulk";
import type { Queryable, Tx } from "@/db/client";
import type { ReportEnd, WaitingReport } from "@/server/domain/inventory";
import { isAwake } from "../orders/parked";

/** Keep what was said about shelves until it takes effect. Told twice, it is one report. */
export async function insertReports(tx: Tx, rows: readonly WaitingReport[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into stock_reports (id, account_id, kind, report_id, store_id, store_key, as_of, last_move, lines, sent_by)
    select * from unnest(
      ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.kind)}::text[],
      ${rows.map((r) => r.reportId)}::text[], ${rows.map((r) => r.storeId)}::int[],
      ${rows.map((r) => r.storeKey)}::text[],
      ${rows.map((r) => at(r.asOf))}::timestamptz[], ${rows.map((r) => r.lastMove)}::text[],
      ${rows.map((r) => json(r.lines))}::text[]::jsonb[], ${rows.map((r) => r.sentBy)}::text[])
    on conflict do nothing`;
}

/** Names reports where they rest. */
export const REPORTS_JOB = "stock-reports";

/** The oldest report that waits, locked; null when there is none. */
export async function takeReport(tx: Tx): Promise<WaitingReport | null> {
  const [row] = await tx<WaitingReport[]>`
    select id, account_id as "accountId", kind, report_id as "reportId", store_id as "storeId", store_key as "storeKey",
      as_of as "asOf", last_move as "lastMove", lines, sent_by as "sentBy"
    from stock_reports r where state = 'waiting' and ${isAwake(tx, REPORTS_JOB, "r.id::text")}
    order by id limit 1 for update skip locked`;
  return row ?? null;
}

/** When the newest snapshot or count of a shop that was taken was made. */
export async function newestReport(
  db: Queryable,
  { accountId, storeId, kind }: { accountId: number; storeId: number; kind: string },
): Promise<number | null> {
  const [row] = await db<{ at: number | null }[]>`
    select max(as_of) as at from stock_reports
    where account_id = ${accountId} and store_id = ${storeId} and kind = ${kind} and state = 'applied'`;
  return row?.at ?? null;
}

export async function endReport(tx: Tx, id: number, end: ReportEnd): Promise<void> {
  await tx`
    update stock_reports set state = ${end.state}, code = ${end.code}, cause = ${end.cause}, ended_at = now(),
      outcome = ${end.outcome === null ? null : json(end.outcome)}::text::jsonb
    where id = ${id}`;
}
