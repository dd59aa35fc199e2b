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

export const cellKey = (storeId: number, skuId: number): string => `${storeId}:${skuId}`;

/** Each shelf once, in the order first named. */
export function uniqueCells(
  cells: readonly { storeId: number; skuId: number }[],
): { storeId: number; skuId: number }[] {
  const known = new Map<string, { storeId: number; skuId: number }>();
  for (const { storeId, skuId } of cells) known.set(cellKey(storeId, skuId), { storeId, skuId });
  return [...known.values()];
}

/**
 * What may still be promised of a cell.
 *
 * @returns base units, never below zero; zero while sale is stopped
 * @source docs/domain/stock.md#free
 */
export function freeOf(cell: Omit<StockCell, "storeId" | "skuId" | "dedicated" | "debt">): number {
  if (cell.stopped) return 0;
  const { onHand, reserved, picked, safety, frozen, quarantine } = cell;
  return Math.max(0, onHand - reserved - picked - safety - frozen - quarantine);
}

/**
 * Promised, but not there: what has to be freed.
 *
 * @returns base units, never below zero
 */
export const missingOf = (
  cell: Pick<StockCell, "onHand" | "reserved" | "picked" | "quarantine">,
): number => Math.max(0, cell.reserved + cell.picked + cell.quarantine - cell.onHand);
