import { type Cellish, cellKey } from "../cell";

/** Base units to add to what is reserved of a cell. */
export type Reserve = Cellish & { reserve: number };

/** What holds take of their shelves, once a shelf, in the order first named. */
export function sumHolds(rows: readonly (Cellish & { qty: number })[]): Reserve[] {
  const sums = new Map<string, Reserve>();
  for (const { storeId, skuId, qty } of rows) {
    const key = cellKey(storeId, skuId);
    const known = sums.get(key);
    if (known) known.reserve += qty;
    else sums.set(key, { storeId, skuId, reserve: qty });
  }
  return [...sums.values()];
}

/** What holds that end give back to their shelves: below zero, or nothing where they held nothing. */
export const giveBack = (rows: readonly (Cellish & { qty: number })[]): Reserve[] =>
  sumHolds(rows).map(({ reserve, ...cell }) => ({ ...cell, reserve: 0 - reserve }));
