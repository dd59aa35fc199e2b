/** A stock row as locked, in base units (pieces, or grams of weighed goods). */
export type StockCell = {
  storeId: number;
  skuId: number;
  onHand: number;
  reserved: number;
  picked: number;
  safety: number;
  frozen: number;
  quarantine: number;
  dedicated: number;
  debt: number;
  stopped: boolean;
};

/** Names a cell. */
export type Cellish = { storeId: number; skuId: number };

/** How cells are told apart in memory. */
export const cellKey = (storeId: number, skuId: number): string => `${storeId}:${skuId}`;

/** What a case about a cell is about. */
export const cellSubject = ({ storeId, skuId }: Cellish): string => `cell:${storeId}:${skuId}`;

/** Each shelf once, in the order first named. */
export function uniqueCells(cells: readonly Cellish[]): Cellish[] {
  const known = new Map<string, Cellish>();
  for (const { storeId, skuId } of cells) known.set(cellKey(storeId, skuId), { storeId, skuId });
  return [...known.values()];
}

type Goods = Pick<StockCell, "onHand" | "reserved" | "picked" | "quarantine">;
type Kept = Goods & Pick<StockCell, "safety" | "frozen">;

/**
 * Goods that nobody is promised and that are fit for sale. db/queries/stock/free.ts says this and what follows in SQL.
 *
 * @returns base units, below zero where promises are without goods
 */
export const unpromisedOf = ({ onHand, reserved, picked, quarantine }: Goods): number =>
  onHand - reserved - picked - quarantine;

/**
 * The same without what is kept back, by rule and by a person.
 *
 * @returns base units, below zero where more is kept back than is there
 */
export const balanceOf = (cell: Kept): number => unpromisedOf(cell) - cell.safety - cell.frozen;

/**
 * What could be promised of a cell if sale were not stopped. Channels' own pieces fit in it.
 *
 * @returns base units, never below zero
 */
export const freeIfSold = (cell: Kept): number => Math.max(0, balanceOf(cell));

/**
 * What may still be promised of a cell.
 *
 * @returns base units, never below zero; zero while sale is stopped
 * @source docs/domain/stock.md#free
 */
export const freeOf = (cell: Kept & Pick<StockCell, "stopped">): number =>
  cell.stopped ? 0 : freeIfSold(cell);

/**
 * What may still be promised to whoever comes: free and no channel's own.
 *
 * @returns base units, never below zero
 */
export const sharedOf = (cell: Kept & Pick<StockCell, "stopped" | "dedicated">): number =>
  Math.max(0, freeOf(cell) - cell.dedicated);

/** Less than its safety stock is left. */
export const isLow = (cell: Kept): boolean => cell.safety > 0 && balanceOf(cell) < 0;

/**
 * Promised, but not there: what has to be freed.
 *
 * @returns base units, never below zero
 */
export const missingOf = (cell: Goods): number => Math.max(0, -unpromisedOf(cell));
