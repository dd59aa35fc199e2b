import { cellKey, freeOf, type StockCell } from "./cell";

/** What one ordered piece takes of a shelf: itself, the grams of a portion, or one of a bundle's base articles. */
export type Draw = { skuId: number; per: number };

/** One line's wish for goods, in arrival order; qty in ordered pieces. */
export type Demand = {
  orderId: number;
  lineNo: number;
  storeId: number;
  draws: readonly Draw[];
  qty: number;
};
export type Granted = Demand & { granted: number };
export type CellChange = { storeId: number; skuId: number; reserve: number };

/** Goods a checkout had promised already: they are this order's and nobody else's. Base units by `keptKey`. */
export type Kept = ReadonlyMap<string, number>;
export const keptKey = (orderId: number, storeId: number, skuId: number): string =>
  `${orderId}:${storeId}:${skuId}`;

const NOTHING_KEPT: Kept = new Map();

/**
 * Give goods to lines in the order they came, from stock that is locked: two lines on the same goods draw on what the
 * first one left, and a bundle draws on its base articles like anybody else.
 *
 * @param demands lines in arrival order; qty ≥ 1, at least one draw each
 * @param stock one row per cell; a cell that is not there has nothing
 * @param kept counted as reserved on the cells already; what an order does not use of it is given back
 * @returns one grant per demand (0 ≤ granted ≤ qty) and one change per cell touched: Σ granted × per − kept = its change,
 *   and never more than the cell could promise
 */
export function decideReservations(
  demands: readonly Demand[],
  stock: readonly StockCell[],
  kept: Kept = NOTHING_KEPT,
): { grants: Granted[]; changes: CellChange[] } {
  const books = openBooks(stock, kept);
  const grants = demands.map((demand) => {
    let granted = demand.qty;
    for (const draw of demand.draws)
      granted = Math.min(granted, Math.floor(books.there(demand, draw) / draw.per));
    if (granted > 0) for (const draw of demand.draws) books.take(demand, draw, granted * draw.per);
    return { ...demand, granted };
  });
  return { grants, changes: books.close() };
}

/** What is free and what is kept, while they are given out. */
function openBooks(stock: readonly StockCell[], kept: Kept) {
  const free = new Map(stock.map((cell) => [cellKey(cell.storeId, cell.skuId), freeOf(cell)]));
  const own = new Map(kept);
  const changes = new Map<string, CellChange>();
  const change = (storeId: number, skuId: number, reserve: number): void => {
    const key = cellKey(storeId, skuId);
    const known = changes.get(key);
    if (known) known.reserve += reserve;
    else changes.set(key, { storeId, skuId, reserve });
  };
  const ownOf = ({ orderId, storeId }: Demand, skuId: number): number =>
    own.size === 0 ? 0 : (own.get(keptKey(orderId, storeId, skuId)) ?? 0);
  return {
    there: (demand: Demand, { skuId }: Draw): number =>
      ownOf(demand, skuId) + (free.get(cellKey(demand.storeId, skuId)) ?? 0),
    /** What an order had kept goes first. */
    take: (demand: Demand, { skuId }: Draw, want: number): void => {
      const mine = ownOf(demand, skuId);
      const fromOwn = Math.min(mine, want);
      if (fromOwn > 0) own.set(keptKey(demand.orderId, demand.storeId, skuId), mine - fromOwn);
      if (fromOwn === want) return;
      const key = cellKey(demand.storeId, skuId);
      free.set(key, (free.get(key) ?? 0) - (want - fromOwn));
      change(demand.storeId, skuId, want - fromOwn);
    },
    /** What nobody used of what was kept comes back. */
    close: (): CellChange[] => {
      for (const [key, left] of own) {
        const [, storeId = 0, skuId = 0] = key.split(":").map(Number);
        if (left > 0) change(storeId, skuId, -left);
      }
      return [...changes.values()].filter((c) => c.reserve !== 0);
    },
  };
}
