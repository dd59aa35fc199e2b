import {
  type Cellish,
  cellKey,
  type Draw,
  type PromiseChain,
  promiseChains,
  type Seller,
  type StockCell,
  uniqueCells,
} from "../../inventory";
import type { FigureRow } from "./types";

/** More than this no platform takes. @source docs/domain/channels.md#limits-of-stock-and-price-calls */
const SHOWN_MAX = 99_999;

/** A channel's rule for one cell, and what it has of it. */
export type SellerRow = Cellish & Seller;
/** Promise chains of a shelf, one an account, by `cellKey`. */
export type Chains = ReadonlyMap<string, readonly PromiseChain[]>;
type DrawsOf = (skuId: number) => readonly Draw[];

/** The articles whose numbers change with shelves: those that lie there, and bundles that draw on them. */
export const articlesOf = (
  touched: readonly Cellish[],
  bundlesOf: (skuId: number) => readonly number[],
): Cellish[] =>
  uniqueCells(
    touched.flatMap(({ storeId, skuId }) =>
      [skuId, ...bundlesOf(skuId)].map((id) => ({ storeId, skuId: id })),
    ),
  );

/** The shelves that articles draw on. */
export const shelvesOf = (articles: readonly Cellish[], drawsOf: DrawsOf): Cellish[] =>
  uniqueCells(
    articles.flatMap(({ storeId, skuId }) =>
      drawsOf(skuId).map((d) => ({ storeId, skuId: d.skuId })),
    ),
  );

/** What each channel may show of each shelf. `portionOf` is base units of a sold piece. */
export function chainsByCell(
  stock: readonly StockCell[],
  sellers: readonly SellerRow[],
  portionOf: (skuId: number) => number,
): Chains {
  const byCell = new Map<string, SellerRow[]>();
  for (const s of sellers) {
    const key = cellKey(s.storeId, s.skuId);
    const known = byCell.get(key);
    if (known) known.push(s);
    else byCell.set(key, [s]);
  }
  return new Map(
    stock.map((cell) => {
      const key = cellKey(cell.storeId, cell.skuId);
      return [key, promiseChains(cell, byCell.get(key) ?? [], portionOf(cell.skuId))];
    }),
  );
}

/**
 * What one account may sell of one article in a store, in pieces: of a bundle as many as the scarcest of its parts allows.
 *
 * @returns null where a shelf is unknown; `isTight` where a part of it is no more than its buffer
 */
export function piecesFor(
  { accountId, storeId, skuId: article }: Cellish & { accountId: number },
  chains: Chains,
  drawsOf: DrawsOf,
): { pieces: number; isTight: boolean } | null {
  let pieces = Number.POSITIVE_INFINITY;
  let isTight = false;
  for (const { skuId, per } of drawsOf(article)) {
    const chain = chains.get(cellKey(storeId, skuId))?.find((c) => c.accountId === accountId);
    if (!chain) return null;
    pieces = Math.min(pieces, SHOWN_MAX, Math.floor(chain.promise / per));
    isTight ||= chain.capped <= chain.buffer;
  }
  return Number.isFinite(pieces) ? { pieces, isTight } : null;
}

export type FigurePlan = {
  articles: readonly Cellish[];
  /** Accounts that are told numbers. */
  accountIds: readonly number[];
  chains: Chains;
  /** What accounts show of articles now, pieces. */
  shown: readonly (Cellish & { accountId: number; value: number })[];
  drawsOf: DrawsOf;
  /** Whether the account has that shop at all. */
  hasShop: (accountId: number, storeId: number) => boolean;
};

/** What channels should show of articles, in the order of their keys: whoever else writes many of them goes the same way. */
export function planFigures(plan: FigurePlan): FigureRow[] {
  const { articles, accountIds, chains, drawsOf, hasShop } = plan;
  const shown = new Map(
    plan.shown.map((s) => [`${s.accountId}:${cellKey(s.storeId, s.skuId)}`, s.value]),
  );
  const rows: FigureRow[] = [];
  for (const { storeId, skuId } of articles) {
    const key = cellKey(storeId, skuId);
    for (const accountId of accountIds) {
      if (!hasShop(accountId, storeId)) continue;
      const found = piecesFor({ accountId, storeId, skuId }, chains, drawsOf);
      if (!found) continue;
      const rank = rankOf(found, shown.get(`${accountId}:${key}`) ?? 0);
      rows.push({ storeId, skuId, accountId, kind: "stock", value: found.pieces, rank });
    }
  }
  return rows.sort(
    (a, b) => a.accountId - b.accountId || a.storeId - b.storeId || a.skuId - b.skuId,
  );
}

/** To zero first, then what is below its buffer, then less, then more. @source docs/domain/stock.md#telling-channels */
function rankOf(found: { pieces: number; isTight: boolean }, before: number): number {
  if (found.pieces === 0) return 0;
  if (found.isTight) return 1;
  return found.pieces < before ? 2 : 3;
}
