import { insertTables, type TableRows } from "@/db/bulk";
import { inTwoTrips, type Tx } from "@/db/client";
import { isKeyTaken } from "@/db/errors";
import { isPassing } from "@/db/passing-errors";
import { findHolds, holdRows, holdWhole } from "@/db/queries/stock/holds";
import { lockStock, readQuotas, reserveStock, sellFromQuotas } from "@/db/queries/stock/stock";
import {
  type AnsweredHolds,
  answerHolds,
  cellKey,
  cellsOfRequests,
  grantAll,
  type HoldAnswer,
  type HoldRequest,
  type HoldRow,
  ownPieces,
  type StockCell,
} from "@/server/domain/inventory";
import type { Deps } from "@/server/pipelines/deps";
import { stockEventRows } from "../stock-event";

const TRIES = 3;
const CHECKOUT = { cause: "checkout", actor: "system" };

/** How long goods are kept for a checkout, and how much longer once. @source docs/domain/stock.md#times */
export const HOLD_MS = 15 * 60_000;
export const EXTEND_MS = 5 * 60_000;

/** Shelves that had too little a moment ago, and until when that is remembered. */
export type TightShelves = Map<string, number>;
const TIGHT_MS = 50;

/**
 * Promise goods to checkouts, many at once, in the order they asked: one transaction, one lock of each shelf, whatever
 * the number of callers. All or part, as each one asked. While there is enough for everybody that is one statement; who
 * gets the last pieces is decided under the lock.
 *
 * @param tight the caller's memory of shelves with too little, so that the statement is not tried in vain
 * @returns an answer for each request, durable
 */
export async function holdGoods(
  deps: Deps,
  requests: readonly HoldRequest[],
  tight: TightShelves = new Map(),
): Promise<HoldAnswer[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      const whole = tries === 1 ? await holdAll(deps, requests, tight) : null;
      return whole ?? (await holdOnce(deps, requests));
    } catch (error) {
      // Locks are taken in one order, so this is a key that was used before or a restart of the database: looked at again.
      if (tries >= TRIES || !(isPassing(error) || isKeyTaken(error))) throw error;
    }
  }
}

/** Everything for everybody. @returns null when that cannot be */
async function holdAll(
  deps: Deps,
  requests: readonly HoldRequest[],
  tight: TightShelves,
): Promise<HoldAnswer[] | null> {
  const now = deps.clock.now();
  const cells = cellsOfRequests(requests);
  if (cells.some((c) => (tight.get(cellKey(c.storeId, c.skuId)) ?? 0) > now)) return null;
  const all = grantAll(requests, now);
  if (!all) return null;
  const event = await stockEventRows(deps, cells, CHECKOUT);
  if (await holdWhole(deps.db, { ...all, event })) return all.answers;
  tight.clear();
  for (const c of cells) tight.set(cellKey(c.storeId, c.skuId), now + TIGHT_MS);
  return null;
}

type Found = { stock: StockCell[]; held: HoldRow[] };

/** Decided under the lock, one after the other; keys that were used before get their answer again. */
async function holdOnce(deps: Deps, requests: readonly HoldRequest[]): Promise<HoldAnswer[]> {
  const cells = cellsOfRequests(requests);
  const event = await stockEventRows(deps, cells, CHECKOUT);
  return await inTwoTrips(
    deps.db,
    async (tx): Promise<Found> => ({
      stock: await lockStock(tx, cells),
      held: await findHolds(tx, requests),
    }),
    async (tx, found) => {
      const withOwn = found.stock.filter((c) => c.dedicated > 0);
      const own = ownPieces(await readQuotas(tx, withOwn));
      const answered = answerHolds(requests, { ...found, own }, deps.clock.now());
      const sent = answered.rows.length > 0 ? await write(tx, answered, { withOwn, event }) : [];
      return { sent, result: answered.answers };
    },
  );
}

/** @returns statements under way; where channels have pieces of their own, everything is done and none is */
async function write(
  tx: Tx,
  { rows, reserve }: AnsweredHolds,
  { withOwn, event }: { withOwn: readonly StockCell[]; event: TableRows },
): Promise<Promise<unknown>[]> {
  const tables = [holdRows(rows), event];
  if (withOwn.length === 0) return [insertTables(tx, tables), reserveStock(tx, reserve)];
  const isOwn = new Set(withOwn.map((c) => cellKey(c.storeId, c.skuId)));
  await sellFromQuotas(
    tx,
    rows.filter((r) => isOwn.has(cellKey(r.storeId, r.skuId))),
  );
  await insertTables(tx, tables);
  await reserveStock(tx, reserve);
  return [];
}
