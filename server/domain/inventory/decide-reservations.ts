/** One line's wish for goods, in arrival order. */
export type Demand = {
  orderId: number;
  lineNo: number;
  storeId: number;
  skuId: number;
  qty: number;
};
/** A stock row as locked: what can be promised is onHand − reserved − safety. */
export type StockCell = {
  storeId: number;
  skuId: number;
  onHand: number;
  reserved: number;
  safety: number;
};
export type Granted = Demand & { granted: number };
export type CellChange = { storeId: number; skuId: number; reserve: number };

export const cellKey = (storeId: number, skuId: number): string => `${storeId}:${skuId}`;

/**
 * Give goods to lines in the order they came, from stock that is locked: two lines on the same goods draw on what the
 * first one left.
 *
 * @param demands lines in arrival order; qty ≥ 1
 * @param stock one row per cell; a cell that is not there has nothing
 * @returns one grant per demand (0 ≤ granted ≤ qty) and one change per cell touched; Σ granted per cell = its change,
 *   and never more than the cell could promise
 */
export function decideReservations(
  demands: readonly Demand[],
  stock: readonly StockCell[],
): { grants: Granted[]; changes: CellChange[] } {
  const free = new Map<string, number>();
  for (const cell of stock) {
    free.set(
      cellKey(cell.storeId, cell.skuId),
      Math.max(0, cell.onHand - cell.reserved - cell.safety),
    );
  }
  const changes = new Map<string, CellChange>();
  const grants = demands.map((demand) => {
    const key = cellKey(demand.storeId, demand.skuId);
    const left = free.get(key) ?? 0;
    const granted = Math.min(left, demand.qty);
    if (granted > 0) {
      free.set(key, left - granted);
      const change = changes.get(key) ?? {
        storeId: demand.storeId,
        skuId: demand.skuId,
        reserve: 0,
      };
      change.reserve += granted;
      changes.set(key, change);
    }
    return { ...demand, granted };
  });
  return { grants, changes: [...changes.values()] };
}
