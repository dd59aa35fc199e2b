import { at } from "@/db/bulk";
import type { Tx } from "@/db/client";
import type { Owed } from "@/server/domain/lifecycle";

/** What came to be owed, and what of it went back. Who has all of it is done with. */
export async function saveOwed(
  tx: Tx,
  rows: readonly { orderId: number; owed: Owed }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into owed as w (order_id, ref, line_no, pieces, amount_fen, back_fen, why, at, closed_at, closed_by)
    select n.*, case when n.back = n.amount then now() end, case when n.back = n.amount then 'channel' end
    from unnest(
      ${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => r.owed.ref)}::text[],
      ${rows.map((r) => r.owed.lineNo)}::smallint[],
      ${rows.map((r) => r.owed.pieces)}::int[], ${rows.map((r) => r.owed.amountFen)}::bigint[],
      ${rows.map((r) => r.owed.backFen)}::bigint[], ${rows.map((r) => r.owed.why)}::text[],
      ${rows.map((r) => at(r.owed.at))}::timestamptz[]
    ) as n (order_id, ref, line_no, pieces, amount, back, why, at)
    on conflict (order_id, ref) do update set back_fen = excluded.back_fen, closed_at = excluded.closed_at,
      closed_by = excluded.closed_by`;
}

export type SettledOwed = {
  orderId: number;
  ref: string;
  closedAt: number | null;
  closedBy: string | null;
  closedByName: string | null;
  note: string | null;
};

/** Of these, what is there, and how it ended. The orders are locked by the caller. */
export async function findOwed(
  tx: Tx,
  rows: readonly { orderId: number; ref: string }[],
): Promise<SettledOwed[]> {
  return await tx<SettledOwed[]>`
    select w.order_id as "orderId", w.ref, w.closed_at as "closedAt", w.closed_by as "closedBy",
      coalesce(u.name, w.closed_by) as "closedByName", w.note
    from owed w
    join unnest(${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => r.ref)}::text[]) as n (order_id, ref)
      on n.order_id = w.order_id and n.ref = w.ref
    left join users u on u.id = w.closed_by
    order by w.order_id, w.ref`;
}

/** A person said how these went back. The orders are locked by the caller. */
export async function closeOwed(
  tx: Tx,
  rows: readonly { orderId: number; ref: string }[],
  { by, note }: { by: string; note: string },
): Promise<void> {
  await tx`
    update owed w set closed_at = now(), closed_by = ${by}, note = ${note}
    from unnest(${rows.map((r) => r.orderId)}::bigint[], ${rows.map((r) => r.ref)}::text[]) as n (order_id, ref)
    where w.order_id = n.order_id and w.ref = n.ref and w.closed_at is null`;
}
