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
