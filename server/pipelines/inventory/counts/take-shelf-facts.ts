import { insertTables } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { findClaimants } from "@/db/queries/orders/claims";
import { loadModel, peekModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { endHolds, lockHoldsOf, peekHoldsOf } from "@/db/queries/stock/holds";
import { type Cellish, lockStock, peekStock, reserveStock } from "@/db/queries/stock/stock";
import {
  changeShelves,
  type LedgerInsert,
  moveRows,
  type ShelfChange,
} from "@/db/queries/stock/stock-edits";
import { cellKey, missingOf, type StockCell, uniqueCells } from "@/server/domain/inventory";
import { emptyModel, isLive } from "@/server/domain/lifecycle";
import type { Deps } from "@/server/pipelines/deps";
import { type Claims, freeShort, type ShortCell, type Shortfall } from "../free-short";
import { stockEventRows } from "../stock-event";

/** What is to happen to shelves, decided from them as they are. */
export type ShelfPlan<T> = { changes: ShelfChange[]; moves: LedgerInsert[]; result: T };

/**
 * Something true about shelves: a count, a receipt, goods set aside. It is written whatever was promised; where that leaves
 * promises without goods they are freed in the same transaction, in the order of domain/inventory/shortfall.ts, and every
 * order that loses goods is a case.
 *
 * @param decide from the cells as they are; asked twice, the first time to see whose locks are needed
 * @param why cause and actor, for the event
 */
export async function takeShelfFacts<T>(
  deps: Deps,
  tx: Tx,
  cells: readonly Cellish[],
  decide: (stock: readonly StockCell[]) => ShelfPlan<T>,
  why: { cause: string; actor: string },
): Promise<{ result: T; shortfalls: Shortfall[] }> {
  const ahead = await peekStock(tx, cells);
  const claims = await lockClaims(tx, shortOf(afterChanges(ahead, decide(ahead).changes)));
  const locked = await lockStock(tx, [...cells, ...cellsOfClaims(claims)]);
  const asked = new Set(cells.map((c) => cellKey(c.storeId, c.skuId)));
  const stock = locked.filter((c) => asked.has(cellKey(c.storeId, c.skuId)));
  const plan = decide(stock);
  await changeShelves(tx, plan.changes);
  const short = shortOf(afterChanges(stock, plan.changes));
  const freed = await freeShort(deps, tx, claims, short);
  await endHolds(tx, freed.holds);
  await reserveStock(tx, freed.back);
  const touched = [...plan.changes, ...short];
  await insertTables(tx, [
    moveRows(plan.moves),
    await stockEventRows(deps, touched, why.cause, why.actor),
  ]);
  await saveModel(tx, deps.ids, claims.model, [], true);
  return { result: plan.result, shortfalls: freed.shortfalls };
}

/**
 * What `takeShelfFacts` would do to shelves as they are at this moment. Locks nothing and writes nothing: people type while
 * orders come.
 */
export async function foreseeShelfFacts<T>(
  deps: Deps,
  tx: Tx,
  cells: readonly Cellish[],
  decide: (stock: readonly StockCell[]) => ShelfPlan<T>,
): Promise<{ result: T; shortfalls: Shortfall[] }> {
  const stock = await peekStock(tx, cells);
  const { changes, result } = decide(stock);
  const short = shortOf(afterChanges(stock, changes));
  const orderIds = await findClaimants(tx, short);
  const model = await peekModel(tx, { orderIds, parcelIds: [], taskIds: [] });
  const holds = await peekHoldsOf(tx, short);
  const { shortfalls } = await freeShort(deps, tx, { model, holds }, short);
  return { result, shortfalls };
}

/** Whoever loses goods of one shelf may give back those of others: they are locked in the same breath. */
function cellsOfClaims({ model, holds }: Claims): Cellish[] {
  const promised = [...model.orders.values()]
    .flatMap((o) => o.lines.flatMap((l) => l.reservations))
    .filter(isLive);
  return uniqueCells([...promised, ...holds]);
}

/** The cells after what is to happen to them. */
function afterChanges(stock: readonly StockCell[], changes: readonly ShelfChange[]): StockCell[] {
  const after = new Map(stock.map((c) => [cellKey(c.storeId, c.skuId), { ...c }]));
  for (const { storeId, skuId, onHand, quarantine } of changes) {
    const cell = after.get(cellKey(storeId, skuId));
    if (!cell) continue;
    cell.onHand += onHand;
    cell.quarantine += quarantine;
  }
  return [...after.values()];
}

const shortOf = (stock: readonly StockCell[]): ShortCell[] =>
  stock.flatMap((cell) => {
    const missing = missingOf(cell);
    return missing > 0 ? [{ storeId: cell.storeId, skuId: cell.skuId, missing }] : [];
  });

/** Everybody who is promised goods of these cells, locked before the shelves are: orders, parcels, checkouts. */
async function lockClaims(tx: Tx, short: readonly ShortCell[]): Promise<Claims> {
  if (short.length === 0) return { model: emptyModel(), holds: [] };
  const orderIds = await findClaimants(tx, short);
  const model =
    orderIds.length > 0
      ? await loadModel(tx, { orderIds, parcelIds: [], taskIds: [] })
      : emptyModel();
  return { model, holds: await lockHoldsOf(tx, short) };
}
