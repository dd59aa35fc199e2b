import { type Cellish, cellKey, missingOf, type StockCell } from "../cell";
import type { LedgerInsert } from "./ledger";

/** What happened to a shelf, base units: amounts are added, the others replace what was there (null leaves it). */
export type ShelfChange = Cellish & {
  onHand: number;
  quarantine: number;
  inTransit: number;
  safety: number | null;
  frozen: number | null;
  stopped: boolean | null;
};

/** What is to happen to shelves, decided from them as they are, and what it was decided as. */
export type ShelfPlan<T> = { changes: ShelfChange[]; moves: LedgerInsert[]; result: T };

/** A shelf with more promised than there is, base units missing, > 0. */
export type ShortCell = Cellish & { missing: number };

/** A change of one shelf: what is not named stays as it is. */
export const changeShelf = (
  { storeId, skuId }: Cellish,
  by: Partial<Omit<ShelfChange, keyof Cellish>>,
): ShelfChange => ({
  storeId,
  skuId,
  onHand: 0,
  quarantine: 0,
  inTransit: 0,
  safety: null,
  frozen: null,
  stopped: null,
  ...by,
});

/** One change a shelf, in the order first named: amounts add up, of settings the last one stands. */
export function sumChanges(changes: readonly ShelfChange[]): ShelfChange[] {
  const sums = new Map<string, ShelfChange>();
  for (const change of changes) {
    const key = cellKey(change.storeId, change.skuId);
    const known = sums.get(key);
    sums.set(key, {
      ...change,
      onHand: (known?.onHand ?? 0) + change.onHand,
      quarantine: (known?.quarantine ?? 0) + change.quarantine,
      inTransit: (known?.inTransit ?? 0) + change.inTransit,
      safety: change.safety ?? known?.safety ?? null,
      frozen: change.frozen ?? known?.frozen ?? null,
      stopped: change.stopped ?? known?.stopped ?? null,
    });
  }
  return [...sums.values()];
}

/**
 * The shelves that are short after what is to happen to them.
 *
 * @param stock the shelves as they are; a change of another one says nothing
 */
export function shortAfter(
  stock: readonly StockCell[],
  changes: readonly ShelfChange[],
): ShortCell[] {
  const after = new Map(stock.map((c) => [cellKey(c.storeId, c.skuId), { ...c }]));
  for (const { storeId, skuId, onHand, quarantine } of changes) {
    const cell = after.get(cellKey(storeId, skuId));
    if (!cell) continue;
    cell.onHand += onHand;
    cell.quarantine += quarantine;
  }
  return [...after.values()].flatMap((cell) => {
    const missing = missingOf(cell);
    return missing > 0 ? [{ storeId: cell.storeId, skuId: cell.skuId, missing }] : [];
  });
}
