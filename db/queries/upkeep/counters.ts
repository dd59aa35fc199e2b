import { at } from "@/db/bulk";
import type { Tx } from "@/db/client";
import type { CounterDelta } from "@/server/domain/metrics";

const FIELDS = [
  "orders",
  "paidFen",
  "subsidyFen",
  "refundedFen",
  "cancelled",
  "completed",
  "exceptions",
  "mergedOrders",
  "releasedOrders",
  "duplicates",
  "lagMsSum",
] as const;
type Sums = Record<(typeof FIELDS)[number] | "lagMsMax", number> & {
  channel: string;
  storeId: number;
  minute: number;
};

/** Fold changes into one row per (minute, channel, store), in key order so that writers never wait in a circle. */
function foldCounters(deltas: readonly CounterDelta[]): Sums[] {
  const rows = new Map<string, Sums>();
  for (const delta of deltas) {
    const minute = Math.floor(delta.at / 60_000) * 60_000;
    const key = `${minute}|${delta.channel}|${delta.storeId}`;
    const row = rows.get(key) ?? emptyRow(delta.channel, delta.storeId, minute);
    for (const field of FIELDS) row[field] += delta[field] ?? 0;
    row.lagMsMax = Math.max(row.lagMsMax, delta.lagMsMax ?? 0);
    rows.set(key, row);
  }
  return [...rows.values()].sort(
    (a, b) =>
      a.minute - b.minute ||
      (a.channel < b.channel ? -1 : a.channel > b.channel ? 1 : 0) ||
      a.storeId - b.storeId,
  );
}

function emptyRow(channel: string, storeId: number, minute: number): Sums {
  return {
    channel,
    storeId,
    minute,
    orders: 0,
    paidFen: 0,
    subsidyFen: 0,
    refundedFen: 0,
    cancelled: 0,
    completed: 0,
    exceptions: 0,
    mergedOrders: 0,
    releasedOrders: 0,
    duplicates: 0,
    lagMsSum: 0,
    lagMsMax: 0,
  };
}

/** Add to the minute's numbers, in the transaction that makes them true. */
export async function addCounters(tx: Tx, deltas: readonly CounterDelta[]): Promise<void> {
  const rows = foldCounters(deltas);
  if (rows.length === 0) return;
  const ints = (field: (typeof FIELDS)[number] | "lagMsMax") => rows.map((r) => r[field]);
  await tx`
    insert into counters_minute as c (minute, channel, store_id, orders, paid_fen, subsidy_fen, refunded_fen, cancelled,
      completed, exceptions, merged_orders, released_orders, duplicates, lag_ms_sum, lag_ms_max)
    select * from unnest(
      ${rows.map((r) => at(r.minute))}::timestamptz[], ${rows.map((r) => r.channel)}::text[],
      ${rows.map((r) => r.storeId)}::int[],
      ${ints("orders")}::int[], ${ints("paidFen")}::bigint[], ${ints("subsidyFen")}::bigint[],
      ${ints("refundedFen")}::bigint[],
      ${ints("cancelled")}::int[], ${ints("completed")}::int[], ${ints("exceptions")}::int[],
      ${ints("mergedOrders")}::int[],
      ${ints("releasedOrders")}::int[], ${ints("duplicates")}::int[], ${ints("lagMsSum")}::bigint[],
      ${ints("lagMsMax")}::int[])
    on conflict (minute, channel, store_id) do update set
      orders = c.orders + excluded.orders, paid_fen = c.paid_fen + excluded.paid_fen,
      subsidy_fen = c.subsidy_fen + excluded.subsidy_fen, refunded_fen = c.refunded_fen + excluded.refunded_fen,
      cancelled = c.cancelled + excluded.cancelled, completed = c.completed + excluded.completed,
      exceptions = c.exceptions + excluded.exceptions, merged_orders = c.merged_orders + excluded.merged_orders,
      released_orders = c.released_orders + excluded.released_orders, duplicates = c.duplicates + excluded.duplicates,
      lag_ms_sum = c.lag_ms_sum + excluded.lag_ms_sum, lag_ms_max = greatest(c.lag_ms_max, excluded.lag_ms_max)`;
}
