import { cellKey, freeOf, type StockCell } from "./cell";

/** What one ordered piece takes of a shelf: itself, the grams of a portion, or one of a bundle's base articles. */
export type Draw = { skuId: number; per: number };

/**
 * One line's wish for goods, in arrival order; qty in ordered pieces. `isGone`: no wish but a fact, goods that a till has
 * sold are off the shelf, whoever was promised them.
 */
export type Demand = {
  orderId: number;
  lineNo: number;
  storeId: number;
  draws: readonly Draw[];
  qty: number;
  isGone?: boolean;
};
export type Granted = Demand & { granted: number };
/**
 * Base units. `reserve` is promised on the shelf, `bag` is off it and not yet sold in the books; `found` was there although
 * the books knew of none.
 */
export type CellChange = {
  storeId: number;
  skuId: number;
  reserve: number;
  bag: number;
  found: number;
};

/** Goods a checkout had promised already: they are this order's and nobody else's. Base units by `keptKey`. */
export type Kept = ReadonlyMap<string, number>;
export const keptKey = (orderId: number, storeId: number, skuId: number): string =>
  `${orderId}:${storeId}:${skuId}`;

const NOTHING_KEPT: Kept = new Map();

/**
 * Give goods to lines in the order they came, from stock that is locked: two lines on the same goods draw on what the
 * first one left, and a bundle draws on its base articles like anybody else. What is gone is given first: it is true
 * whatever was promised.
 *
 * @param demands lines in arrival order; qty ≥ 1, at least one draw each
 * @param stock one row per cell; a cell that is not there has nothing
 * @param kept counted as reserved on the cells already; what an order does not use of it is given back
 * @returns one grant per demand, in their order (0 ≤ granted ≤ qty; of what is gone all, where there is such a shelf), and
 *   one change per cell touched: Σ granted × per − kept = reserve + bag, and what is reserved is never more than the cell
 *   could promise
 */
export function decideReservations(
  demands: readonly Demand[],
  stock: readonly StockCell[],
  kept: Kept = NOTHING_KEPT,
): { grants: Granted[]; changes: CellChange[] } {
  const books = openBooks(stock, kept);
  const gone = new Map(
    demands.filter((d) => d.isGone).map((d) => [d, books.takeGone(d) ? d.qty : 0] as const),
  );
  const grants = demands.map((demand) => {
    let granted = gone.get(demand) ?? demand.qty;
    if (demand.isGone) return { ...demand, granted };
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
  const lies = new Map(
    stock.map((cell) => [cellKey(cell.storeId, cell.skuId), cell.onHand - cell.picked]),
  );
  const own = new Map(kept);
  const changes = new Map<string, CellChange>();
  const changeOf = (storeId: number, skuId: number): CellChange => {
    const key = cellKey(storeId, skuId);
    const known = changes.get(key) ?? { storeId, skuId, reserve: 0, bag: 0, found: 0 };
    changes.set(key, known);
    return known;
  };
  const ownOf = ({ orderId, storeId }: Demand, skuId: number): number =>
    own.size === 0 ? 0 : (own.get(keptKey(orderId, storeId, skuId)) ?? 0);
  return {
    there: (demand: Demand, { skuId }: Draw): number =>
      ownOf(demand, skuId) + Math.max(0, free.get(cellKey(demand.storeId, skuId)) ?? 0),
    /** @returns false where a shelf is not known at all */
    takeGone: ({ storeId, draws, qty }: Demand): boolean => {
      if (!draws.every(({ skuId }) => lies.has(cellKey(storeId, skuId)))) return false;
      for (const { skuId, per } of draws) {
        const [key, want] = [cellKey(storeId, skuId), qty * per];
        const left = (lies.get(key) ?? 0) - want;
        const change = changeOf(storeId, skuId);
        change.bag += want;
        change.found += Math.max(0, -left);
        lies.set(key, Math.max(0, left));
        free.set(key, (free.get(key) ?? 0) - want + Math.max(0, -left));
      }
      return true;
    },
    /** What an order had kept goes first. */
    take: (demand: Demand, { skuId }: Draw, want: number): void => {
      const mine = ownOf(demand, skuId);
      const fromOwn = Math.min(mine, want);
      if (fromOwn > 0) own.set(keptKey(demand.orderId, demand.storeId, skuId), mine - fromOwn);
      if (fromOwn === want) return;
      const key = cellKey(demand.storeId, skuId);
      free.set(key, (free.get(key) ?? 0) - (want - fromOwn));
      changeOf(demand.storeId, skuId).reserve += want - fromOwn;
    },
    /** What nobody used of what was kept comes back. */
    close: (): CellChange[] => {
      for (const [key, left] of own) {
        const [, storeId = 0, skuId = 0] = key.split(":").map(Number);
        if (left > 0) changeOf(storeId, skuId).reserve -= left;
      }
      return [...changes.values()].filter((c) => c.reserve !== 0 || c.bag !== 0);
    },
  };
}
