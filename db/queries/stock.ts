import type { CellChange, StockCell } from "@/server/domain/inventory";
import type { StockChange } from "@/server/domain/tracking";
import type { TableRows } from "../bulk";
import type { Tx } from "../client";

type Cellish = { storeId: number; skuId: number };

/** Lock stock rows in (store, sku) order, once: two batches can wait for each other but never in a circle. */
export async function lockStock(tx: Tx, cells: readonly Cellish[]): Promise<StockCell[]> {
  if (cells.length === 0) return [];
  return await tx<StockCell[]>`
    select s.store_id as "storeId", s.sku_id as "skuId", s.on_hand as "onHand", s.reserved, s.safety
    from stock s
    join unnest(${cells.map((c) => c.storeId)}::int[], ${cells.map((c) => c.skuId)}::int[]) as k (store_id, sku_id)
      on s.store_id = k.store_id and s.sku_id = k.sku_id
    order by s.store_id, s.sku_id for update of s`;
}

/** Promise goods of locked rows. The table's CHECK has the last word. */
export async function reserveStock(tx: Tx, changes: readonly CellChange[]): Promise<void> {
  await changeStock(
    tx,
    changes.map((c) => ({ ...c, reserved: c.reserve, onHand: 0 })),
  );
}

/** Move promised and real goods of locked rows. */
export async function changeStock(tx: Tx, changes: readonly StockChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx`
    update stock s set reserved = s.reserved + c.reserved, on_hand = s.on_hand + c.on_hand, version = s.version + 1
    from unnest(
      ${changes.map((c) => c.storeId)}::int[], ${changes.map((c) => c.skuId)}::int[],
      ${changes.map((c) => c.reserved)}::int[], ${changes.map((c) => c.onHand)}::int[]
    ) as c (store_id, sku_id, reserved, on_hand)
    where s.store_id = c.store_id and s.sku_id = c.sku_id`;
}

export type ReservationInsert = {
  orderId: number;
  lineNo: number;
  storeId: number;
  skuId: number;
  qty: number;
};

export const reservationRows = (rows: readonly ReservationInsert[]): TableRows => ({
  table: "reservations",
  columns: ["order_id bigint", "line_no smallint", "store_id int", "sku_id int", "qty int"],
  rows: rows.map((r) => [r.orderId, r.lineNo, r.storeId, r.skuId, r.qty]),
});
