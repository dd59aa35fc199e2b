import { insertTables } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { findClaimants } from "@/db/queries/orders/claims";
import { loadModel, peekModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { endHolds, lockHoldsOf, peekHoldsOf } from "@/db/queries/stock/holds";
import { lockStock, peekStock, reserveStock } from "@/db/queries/stock/stock";
import { changeShelves, moveRows } from "@/db/queries/stock/stock-edits";
import {
  type Cellish,
  cellKey,
  type ShelfPlan,
  type ShortCell,
  type Shortfall,
  type StockCell,
  shortAfter,
} from "@/server/domain/inventory";
import { emptyModel } from "@/server/domain/lifecycle";
import { type Claims, cellsOfClaims } from "@/server/domain/shortfall";
import type { Deps } from "@/server/pipelines/deps";
import { freeShort } from "../free-short";
import { type StockWhy, stockEventRows } from "../stock-event";

/** Something true about shelves: which, and what it does to them as they are. */
type ShelfFacts<T> = {
  cells: readonly Cellish[];
  decide: (stock: readonly StockCell[]) => ShelfPlan<T>;
};

/**
 * Something true about shelves: a count, a receipt, goods set aside. It is written whatever was promised; where that leaves
 * promises without goods they are freed in the same transaction, in the order of domain/inventory/shortfall.ts, and every
 * order that loses goods is a case.
 *
 * @param facts decided from the cells as they are; asked twice, the first time to see whose locks are needed
 * @param facts.why for the event
 */
export async function takeShelfFacts<T>(
  deps: Deps,
  tx: Tx,
  { cells, decide, why }: ShelfFacts<T> & { why: StockWhy },
): Promise<{ result: T; shortfalls: Shortfall[] }> {
  const ahead = await peekStock(tx, cells);
  const claims = await lockClaims(tx, shortAfter(ahead, decide(ahead).changes));
  const locked = await lockStock(tx, [...cells, ...cellsOfClaims(claims)]);
  const asked = new Set(cells.map((c) => cellKey(c.storeId, c.skuId)));
  const stock = locked.filter((c) => asked.has(cellKey(c.storeId, c.skuId)));
  const plan = decide(stock);
  await changeShelves(tx, plan.changes);
  const short = shortAfter(stock, plan.changes);
  const freed = await freeShort(deps, tx, { claims, short });
  await endHolds(tx, freed.holds);
  await reserveStock(tx, freed.back);
  const touched = [...plan.changes, ...short];
  await insertTables(tx, [moveRows(plan.moves), await stockEventRows(deps, touched, why)]);
  await saveModel(tx, deps.ids, { model: claims.model, more: [], isStockLocked: true });
  return { result: plan.result, shortfalls: freed.shortfalls };
}

/**
 * What `takeShelfFacts` would do to shelves as they are at this moment. Locks nothing and writes nothing: people type while
 * orders come.
 */
export async function foreseeShelfFacts<T>(
  deps: Deps,
  tx: Tx,
  { cells, decide }: ShelfFacts<T>,
): Promise<{ result: T; shortfalls: Shortfall[] }> {
  const stock = await peekStock(tx, cells);
  const { changes, result } = decide(stock);
  const short = shortAfter(stock, changes);
  const orderIds = await findClaimants(tx, short);
  const model = await peekModel(tx, { orderIds, parcelIds: [], taskIds: [] });
  const holds = await peekHoldsOf(tx, short);
  const { shortfalls } = await freeShort(deps, tx, { claims: { model, holds }, short });
  return { result, shortfalls };
}

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
