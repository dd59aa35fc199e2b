import { inTransaction, type Queryable, type Tx } from "@/db/client";
import { lockTail, moveTail, readStockEvents, type StockEvent } from "@/db/log/stock-tail";
import { isPassing } from "@/db/passing-errors";
import { askRound } from "@/db/queries/channels/plan-rounds";
import { type FigureRow, shownFigures, wantFigures } from "@/db/queries/channels/published";
import { readSellers, type SellerRow } from "@/db/queries/channels/publishing";
import { findResting } from "@/db/queries/orders/parked";
import { cellsOfOrders } from "@/db/queries/stock/drift";
import { peekStock } from "@/db/queries/stock/stock";
import {
  type Cellish,
  cellKey,
  type PromiseChain,
  promiseChains,
  type StockCell,
  uniqueCells,
} from "@/server/domain/inventory";
import { DEVICES } from "@/server/domain/orders/labels";
import { causeOf } from "../apart";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { goOn, type Named, takeApart } from "../sweep";

/** Whoever plans owns this place in the log meanwhile: no number is overwritten by one that was read before it. */
export const TAIL = "publish";
/** All shelves, gone round: see `plan-round.ts`. */
export const ROUND = "stock";
const EVENTS = 4_000;
/** Shelves that are planned in one transaction: readers of the logs wait for it. */
const CELLS = 4_000;
/** More than this no platform takes. @source reference/channels.md §1.5 */
const SHOWN_MAX = 99_999;
/** An event about this store is about all of them: a rule changed. */
const EVERYWHERE = 0;

/** Shelves whose planning failed alone. */
export const PLANNED: Named<Cellish> = {
  job: "plan",
  subjectOf: ({ storeId, skuId }) => `${storeId}:${skuId}`,
  aboutOf: ({ storeId }) => ({ storeId }),
};

/** Accounts that are told numbers. */
export function toldAccounts(deps: Deps, catalog: Catalog): number[] {
  return [...catalog.accounts.values()]
    .filter((a) => a.enabled && !DEVICES.has(a.channel) && deps.figuresOf(a) !== null)
    .map((a) => a.id);
}

type Planned = { events: number; isUrgent: boolean };
type Plan = (tx: Tx, catalog: Catalog, cells: Cellish[]) => Promise<boolean>;

/**
 * Read what happened, and write down what channels should show because of it: in one transaction, so that no change is
 * forgotten by a crash. What is about all shelves is noted as a round to go. A shelf that fails alone rests, the others
 * are planned.
 *
 * @returns events read, and whether something should go to zero at once
 * @throws the database's own error when it is away or does not fit, or what reading the events throws
 */
export async function planChanged(deps: Deps): Promise<Planned> {
  let cells = 0;
  try {
    return await readAndPlan(deps, async (tx, catalog, found) => {
      cells = found.length;
      const isUrgent = await planCells(deps, tx, catalog, found);
      await goOn(tx, PLANNED, found);
      return isUrgent;
    });
  } catch (error) {
    if (cells === 0 || isPassing(error)) throw error;
    deps.log.warn({ job: PLANNED.job, cause: causeOf(error), size: cells }, "plan failed, halving");
    return await readAndPlan(deps, (tx, catalog, found) => planApart(deps, tx, catalog, found));
  }
}

async function readAndPlan(deps: Deps, plan: Plan): Promise<Planned> {
  const catalog = await deps.catalog.get();
  return await inTransaction(deps.db, async (tx) => {
    const place = await lockTail(tx, TAIL);
    let events = place ? await readStockEvents(tx, place, EVENTS) : [];
    let about = await cellsOfEvents(tx, events);
    while (about.cells.length > CELLS && events.length > 1) {
      events = events.slice(0, events.length >> 1);
      about = await cellsOfEvents(tx, events);
    }
    const last = events.at(-1);
    if (!last) return { events: 0, isUrgent: false };
    if (about.isAll) await askRound(tx, ROUND);
    const isUrgent = await plan(tx, catalog, about.cells);
    await moveTail(tx, TAIL, last);
    return { events: events.length, isUrgent };
  });
}

async function planApart(
  deps: Deps,
  tx: Tx,
  catalog: Catalog,
  cells: readonly Cellish[],
): Promise<boolean> {
  const resting = await findResting(tx, PLANNED.job, cells.map(PLANNED.subjectOf));
  const awake = cells.filter((c) => !resting.has(PLANNED.subjectOf(c)));
  let isUrgent = false;
  await takeApart(deps, tx, PLANNED, awake, async (inner, some) => {
    isUrgent = (await planCells(deps, inner, catalog, some)) || isUrgent;
    return some;
  });
  return isUrgent;
}

/** The shelves that events are about, and whether it is all of them. */
export async function cellsOfEvents(
  db: Queryable,
  events: readonly StockEvent[],
): Promise<{ cells: Cellish[]; isAll: boolean }> {
  const about = events.filter((e) => e.isAboutStock);
  const named = about.flatMap(({ storeId, skus }) =>
    storeId === null ? [] : (skus ?? []).map((skuId) => ({ storeId, skuId })),
  );
  const orderIds = new Set(about.flatMap((e) => (e.orderId === null ? [] : [e.orderId])));
  const cells = [
    ...named.filter((c) => c.storeId !== EVERYWHERE),
    ...(await cellsOfOrders(db, [...orderIds])),
  ];
  return { cells: uniqueCells(cells), isAll: named.some((c) => c.storeId === EVERYWHERE) };
}

/** What channels should show of these shelves, and of bundles that draw on them. @returns whether something goes to zero */
export async function planCells(
  deps: Deps,
  db: Queryable,
  catalog: Catalog,
  touched: readonly Cellish[],
): Promise<boolean> {
  const told = new Set(toldAccounts(deps, catalog));
  if (touched.length === 0 || told.size === 0) return false;
  const articles = uniqueCells(
    touched.flatMap(({ storeId, skuId }) =>
      [skuId, ...catalog.bundlesOf(skuId)].map((id) => ({ storeId, skuId: id })),
    ),
  );
  const shelves = uniqueCells(
    articles.flatMap(({ storeId, skuId }) =>
      catalog.drawsOf(skuId).map((d) => ({ storeId, skuId: d.skuId })),
    ),
  );
  const chains = await chainsOf(db, catalog, shelves);
  const shown = new Map(
    (await shownFigures(db, articles)).map((s) => [
      `${s.accountId}:${cellKey(s.storeId, s.skuId)}`,
      s.value,
    ]),
  );
  const rows = articles.flatMap((article) => figuresOf(catalog, article, chains, told, shown));
  // In key order: whoever else writes many of them goes the same way.
  await wantFigures(db, rows.sort(byKey));
  return rows.some((r) => r.rank === 0);
}

/** Promise chains by shelf and account. */
export async function chainsOf(
  db: Queryable,
  catalog: Catalog,
  shelves: readonly Cellish[],
): Promise<Map<string, PromiseChain[]>> {
  const [stock, sellers] = await Promise.all([peekStock(db, shelves), readSellers(db, shelves)]);
  const byCell = new Map<string, SellerRow[]>();
  for (const s of sellers) {
    const key = cellKey(s.storeId, s.skuId);
    const known = byCell.get(key);
    if (known) known.push(s);
    else byCell.set(key, [s]);
  }
  return new Map(
    stock.map((cell: StockCell) => {
      const key = cellKey(cell.storeId, cell.skuId);
      const portion = catalog.skus.get(cell.skuId)?.portion ?? 1;
      return [key, promiseChains(cell, byCell.get(key) ?? [], portion)];
    }),
  );
}

/**
 * What one account may sell of one article in a store, in pieces: of a bundle as many as the scarcest of its parts allows.
 *
 * @returns null where a shelf is unknown
 */
export function piecesFor(
  catalog: Catalog,
  article: Cellish,
  accountId: number,
  chains: ReadonlyMap<string, PromiseChain[]>,
): { pieces: number; isTight: boolean } | null {
  let pieces = Number.POSITIVE_INFINITY;
  let isTight = false;
  for (const { skuId, per } of catalog.drawsOf(article.skuId)) {
    const chain = chains
      .get(cellKey(article.storeId, skuId))
      ?.find((c) => c.accountId === accountId);
    if (!chain) return null;
    pieces = Math.min(pieces, SHOWN_MAX, Math.floor(chain.promise / per));
    isTight ||= chain.capped <= chain.buffer;
  }
  return Number.isFinite(pieces) ? { pieces, isTight } : null;
}

function figuresOf(
  catalog: Catalog,
  article: Cellish,
  chains: ReadonlyMap<string, PromiseChain[]>,
  told: ReadonlySet<number>,
  shown: ReadonlyMap<string, number>,
): FigureRow[] {
  return [...told].flatMap((accountId) => {
    if (catalog.shopKeyOf(accountId, article.storeId) === null) return [];
    const found = piecesFor(catalog, article, accountId, chains);
    if (!found) return [];
    const before = shown.get(`${accountId}:${cellKey(article.storeId, article.skuId)}`) ?? 0;
    const rank = rankOf(found, before);
    return [{ ...article, accountId, kind: "stock" as const, value: found.pieces, rank }];
  });
}

const byKey = (a: FigureRow, b: FigureRow): number =>
  a.accountId - b.accountId || a.storeId - b.storeId || a.skuId - b.skuId;

/** To zero first, then what is below its buffer, then less, then more. @source reference/domain.md §6.4 */
function rankOf(found: { pieces: number; isTight: boolean }, before: number): number {
  if (found.pieces === 0) return 0;
  if (found.isTight) return 1;
  return found.pieces < before ? 2 : 3;
}
