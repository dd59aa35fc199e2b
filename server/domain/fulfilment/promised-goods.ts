import {
  type CellChange,
  cellKey,
  type Granted,
  type LedgerInsert,
  type QuotaRow,
  type ReservationInsert,
  type StockCell,
} from "../inventory";

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
): ReservationInsert[] {
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

const FOUND = "收银售出，账面不足";

/** Goods a till sold of which the books knew nothing: they were there, so the books follow, and somebody counts. */
export function foundGoods(
  grants: readonly Granted[],
  changes: readonly CellChange[],
): { ledger: LedgerInsert[]; counts: { storeId: number; skuId: number; reason: string }[] } {
  const found = changes.filter((c) => c.found > 0);
  const ledger = found.map(({ storeId, skuId, found: delta }): LedgerInsert => {
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

/** What was sold of shelves where single channels have pieces of their own, by account. */
export function soldOwn(
  grants: readonly Granted[],
  stock: readonly StockCell[],
  accountOf: (orderId: number) => number,
): QuotaRow[] {
  const own = new Set(stock.filter((c) => c.dedicated > 0).map((c) => cellKey(c.storeId, c.skuId)));
  if (own.size === 0) return [];
  const sold = new Map<string, QuotaRow>();
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
