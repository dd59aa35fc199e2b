import { at } from "@/db/bulk";
import type { Tx } from "@/db/client";
import type { OrderState, ParcelState, Promised } from "@/server/domain/lifecycle";

/** The places of every piece of the changed orders and parcels. A row that says what it said before is not rewritten. */
export async function saveGoods(
  tx: Tx,
  orders: readonly OrderState[],
  parcels: readonly ParcelState[],
): Promise<void> {
  const lines = orders.flatMap((o) => o.lines);
  if (lines.length > 0) await saveLines(tx, lines);
  const promised = lines.flatMap(({ orderId, lineNo, reservations }) =>
    reservations.map((r) => ({ orderId, lineNo, ...r })),
  );
  if (promised.length > 0) await saveReservations(tx, promised);
  const parts = parcels.flatMap((p) => p.lines);
  if (parts.length > 0) await saveParts(tx, parts);
}

async function saveLines(tx: Tx, rows: readonly OrderState["lines"][number][]): Promise<void> {
  await tx`
    update order_lines l set unassigned = n.unassigned, open = n.open, fulfilled = n.fulfilled, cancelled = n.cancelled,
      refunded_fen = n.refunded
    from unnest(
      ${rows.map((l) => l.orderId)}::bigint[], ${rows.map((l) => l.lineNo)}::smallint[],
      ${rows.map((l) => l.unassigned)}::int[],
      ${rows.map((l) => l.open)}::int[], ${rows.map((l) => l.fulfilled)}::int[], ${rows.map((l) => l.cancelled)}::int[],
      ${rows.map((l) => l.refundedFen)}::bigint[]
    ) as n (order_id, line_no, unassigned, open, fulfilled, cancelled, refunded)
    where l.order_id = n.order_id and l.line_no = n.line_no
      and (l.unassigned, l.open, l.fulfilled, l.cancelled, l.refunded_fen)
        is distinct from (n.unassigned, n.open, n.fulfilled, n.cancelled, n.refunded)`;
}

async function saveReservations(
  tx: Tx,
  rows: readonly (Promised & { orderId: number; lineNo: number })[],
): Promise<void> {
  await tx`
    update reservations r set qty = n.qty, picked = n.picked, state = n.state::reservation_state,
      expires_at = n.expires_at
    from unnest(
      ${rows.map((l) => l.orderId)}::bigint[], ${rows.map((l) => l.lineNo)}::smallint[],
      ${rows.map((l) => l.part)}::smallint[],
      ${rows.map((l) => l.qty)}::int[], ${rows.map((l) => l.picked)}::int[], ${rows.map((l) => l.state)}::text[],
      ${rows.map((l) => at(l.expiresAt))}::timestamptz[]
    ) as n (order_id, line_no, part, qty, picked, state, expires_at)
    where r.order_id = n.order_id and r.line_no = n.line_no and r.part = n.part
      and (r.qty, r.picked, r.state, r.expires_at) is distinct
        from (n.qty, n.picked, n.state::reservation_state, n.expires_at)`;
}

async function saveParts(tx: Tx, rows: readonly ParcelState["lines"][number][]): Promise<void> {
  await tx`
    update fulfilment_lines l set picked = n.picked, fulfilled = n.fulfilled, cancelled = n.cancelled
    from unnest(
      ${rows.map((p) => p.fulfilmentId)}::bigint[], ${rows.map((p) => p.orderId)}::bigint[],
      ${rows.map((p) => p.lineNo)}::smallint[], ${rows.map((p) => p.picked)}::int[],
      ${rows.map((p) => p.fulfilled)}::int[],
      ${rows.map((p) => p.cancelled)}::int[]
    ) as n (fulfilment_id, order_id, line_no, picked, fulfilled, cancelled)
    where l.fulfilment_id = n.fulfilment_id and l.order_id = n.order_id and l.line_no = n.line_no
      and (l.picked, l.fulfilled, l.cancelled) is distinct from (n.picked, n.fulfilled, n.cancelled)`;
}
