import type { QuotaRow } from "../books/types";
import { cellKey, freeOf, type StockCell } from "../cell";
import type { Draw } from "../decide-reservations";

/** Goods a caller wants to hold, in pieces. Lines that draw on one shelf count together. */
export type HoldWish = {
  accountId: number;
  storeId: number;
  /** all: everything or nothing; part: as much as there is. */
  mode: "all" | "part";
  items: readonly { draws: readonly Draw[]; qty: number }[];
};

/** Pieces granted, one for each item of the wish. */
export type HoldVerdict = { granted: number[]; isWhole: boolean };

/** Pieces of other channels' own, by cell, are not for this account. */
export type OwnPieces = (accountId: number, storeId: number, skuId: number) => number;

/** What accounts have for themselves, by who asks and of which cell. */
export function ownPieces(quotas: readonly QuotaRow[]): OwnPieces {
  const byKey = new Map(
    quotas.map((q) => [`${q.accountId}:${cellKey(q.storeId, q.skuId)}`, q.qty]),
  );
  return (accountId, storeId, skuId) => byKey.get(`${accountId}:${cellKey(storeId, skuId)}`) ?? 0;
}

/**
 * Answer wishes in the order they came, from stock that is locked.
 *
 * @param own what an account has for itself of a cell; the rest of `dedicated` belongs to others
 * @returns a verdict for each wish, and what to reserve per cell in base units: never more than the cell could promise
 */
export function decideHolds(
  wishes: readonly HoldWish[],
  stock: readonly StockCell[],
  own: OwnPieces = () => 0,
): { verdicts: HoldVerdict[]; reserve: Map<string, number> } {
  const cells = new Map(
    stock.map((c) => [cellKey(c.storeId, c.skuId), { free: freeOf(c), cell: c }]),
  );
  const reserve = new Map<string, number>();
  const verdicts = wishes.map((wish) => {
    const there = (skuId: number): number => {
      const at = cells.get(cellKey(wish.storeId, skuId));
      if (!at) return 0;
      const others = at.cell.dedicated - own(wish.accountId, wish.storeId, skuId);
      return Math.max(0, at.free - Math.max(0, others));
    };
    const taken = new Map<number, number>();
    const granted = wish.items.map(({ draws, qty }) => {
      const most = draws.map((d) =>
        Math.floor((there(d.skuId) - (taken.get(d.skuId) ?? 0)) / d.per),
      );
      const give = Math.max(0, Math.min(qty, ...most));
      for (const { skuId, per } of draws) taken.set(skuId, (taken.get(skuId) ?? 0) + give * per);
      return give;
    });
    const isWhole = granted.every((g, i) => g === wish.items[i]?.qty);
    if (!isWhole && wish.mode === "all") return { granted: granted.map(() => 0), isWhole };
    for (const [skuId, qty] of taken) {
      if (qty === 0) continue;
      const key = cellKey(wish.storeId, skuId);
      const at = cells.get(key);
      if (at) at.free -= qty;
      reserve.set(key, (reserve.get(key) ?? 0) + qty);
    }
    return { granted, isWhole };
  });
  return { verdicts, reserve };
}
