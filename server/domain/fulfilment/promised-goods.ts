import { type CellChange, cellKey, type Granted, type StockCell } from "../inventory";

/** Goods promised to a line on one shelf, as a row. Base units; `expiresAt` in epoch ms while the order is not paid. */
export type NewReservation = {
  orderId: number;
  lineNo: number;
  part: number;
  storeId: number;
  skuId: number;
  qty: number;
  per: number;
  expiresAt: number | null;
  /** Off the shelf already. */
  isPicked?: boolean;
};

/**
 * Granted goods as rows, one for each shelf.
 *
 * @param rules `partOf`: the first part number of a line that is free, 0 for a new order
 */
export function promisedRows(
  grants: readonly Granted[],
  rules: {
    expiresAt: (orderId: number) => number | null;
    partOf?: (orderId: number, lineNo: number) => number;
  },
): NewReservation[] {
  return grants
    .filter((g) => g.granted > 0)
    .flatMap(({ orderId, lineNo, storeId, granted, draws, isGone }) => {
      const first = rules.partOf?.(orderId, lineNo) ?? 0;
      const expiresAt = rules.expiresAt(orderId);
      return draws.map(({ skuId, per }, i) => ({
        orderId,
        lineNo,
        part: first + i,
        storeId,
        skuId,
        qty: granted * per,
        per,
        expiresAt,
        ...(isGone && { isPicked: true }),
      }));
    });
}

/** Goods the books did not know of, as a move of the ledger. */
export type FoundGoods = {
  storeId: number;
  skuId: number;
  kind: "adjust";
  delta: number;
  quarantineDelta: 0;
  transitDelta: 0;
  ref: string;
  reason: string;
  actor: "system";
};

const FOUND = "收银售出，账面不足";

/** Goods a till sold of which the books knew nothing: they were there, so the books follow, and somebody counts. */
export function foundGoods(
  grants: readonly Granted[],
  changes: readonly CellChange[],
): { ledger: FoundGoods[]; counts: { storeId: number; skuId: number; reason: string }[] } {
  const found = changes.filter((c) => c.found > 0);
  const ledger = found.map(({ storeId, skuId, found: delta }): FoundGoods => {
    const first = grants.find((g) => g.isGone && g.draws.some((d) => d.skuId === skuId));
    const ref = `till:${first?.orderId ?? 0}:${first?.lineNo ?? 0}`;
    const move = { kind: "adjust", delta, ref, reason: FOUND, actor: "system" } as const;
    return { storeId, skuId, ...move, quarantineDelta: 0, transitDelta: 0 };
  });
  return {
    ledger,
    counts: found.map(({ storeId, skuId }) => ({ storeId, skuId, reason: FOUND })),
  };
}

/** Base units an account sold of a shelf where single channels have pieces of their own. */
export type SoldOwn = { storeId: number; skuId: number; accountId: number; qty: number };

/** What was sold of shelves where single channels have pieces of their own, by account. */
export function soldOwn(
  grants: readonly Granted[],
  stock: readonly StockCell[],
  accountOf: (orderId: number) => number,
): SoldOwn[] {
  const own = new Set(stock.filter((c) => c.dedicated > 0).map((c) => cellKey(c.storeId, c.skuId)));
  if (own.size === 0) return [];
  const sold = new Map<string, SoldOwn>();
  for (const { orderId, storeId, granted, draws } of grants) {
    for (const { skuId, per } of draws) {
      if (!own.has(cellKey(storeId, skuId))) continue;
      const accountId = accountOf(orderId);
      const key = `${cellKey(storeId, skuId)}:${accountId}`;
      const row = sold.get(key) ?? { storeId, skuId, accountId, qty: 0 };
      sold.set(key, { ...row, qty: row.qty + granted * per });
    }
  }
  return [...sold.values()];
}
