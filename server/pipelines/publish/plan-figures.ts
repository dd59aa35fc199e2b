import { inTransaction, type Queryable, type Tx } from "@/db/client";
import { lockTail, moveTail, readStockEvents, type StockEvent } from "@/db/log/stock-tail";
import { isPassing } from "@/db/passing-errors";
import { askRound } from "@/db/queries/channels/plan-rounds";
import { shownFigures, wantFigures } from "@/db/queries/channels/published";
import { readSellers } from "@/db/queries/channels/publishing";
import { findResting } from "@/db/queries/orders/parked";
import { cellsOfOrders } from "@/db/queries/stock/drift";
import { peekStock } from "@/db/queries/stock/stock";
import {
  articlesOf,
  type Chains,
  chainsByCell,
  planFigures,
  shelvesOf,
} from "@/server/domain/channels";
import { type Cellish, uniqueCells } from "@/server/domain/inventory";
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

/** Who plans, and by which articles, shops and mappings. */
type Planner = { deps: Deps; catalog: Catalog };
type Planned = { events: number; isUrgent: boolean };
type Plan = (planner: Planner, tx: Tx, cells: Cellish[]) => Promise<boolean>;

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
    return await readAndPlan(deps, async (planner, tx, found) => {
      cells = found.length;
      const isUrgent = await planCells(planner, tx, found);
      await goOn(tx, PLANNED, found);
      return isUrgent;
    });
  } catch (error) {
    if (cells === 0 || isPassing(error)) throw error;
    deps.log.warn({ job: PLANNED.job, cause: causeOf(error), size: cells }, "plan failed, halving");
    return await readAndPlan(deps, planApart);
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
    const isUrgent = await plan({ deps, catalog }, tx, about.cells);
    await moveTail(tx, TAIL, last);
    return { events: events.length, isUrgent };
  });
}

async function planApart(planner: Planner, tx: Tx, cells: readonly Cellish[]): Promise<boolean> {
  const resting = await findResting(tx, PLANNED.job, cells.map(PLANNED.subjectOf));
  const awake = cells.filter((c) => !resting.has(PLANNED.subjectOf(c)));
  let isUrgent = false;
  await takeApart(planner.deps, tx, {
    of: PLANNED,
    items: awake,
    take: async (inner, some) => {
      isUrgent = (await planCells(planner, inner, some)) || isUrgent;
      return some;
    },
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
  { deps, catalog }: Planner,
  db: Queryable,
  touched: readonly Cellish[],
): Promise<boolean> {
  const accountIds = toldAccounts(deps, catalog);
  if (touched.length === 0 || accountIds.length === 0) return false;
  const articles = articlesOf(touched, catalog.bundlesOf);
  const rows = planFigures({
    articles,
    accountIds,
    chains: await chainsOf(db, catalog, shelvesOf(articles, catalog.drawsOf)),
    shown: await shownFigures(db, articles),
    drawsOf: catalog.drawsOf,
    hasShop: (accountId, storeId) => catalog.shopKeyOf(accountId, storeId) !== null,
  });
  await wantFigures(db, rows);
  return rows.some((r) => r.rank === 0);
}

/** Promise chains by shelf and account. */
export async function chainsOf(
  db: Queryable,
  catalog: Catalog,
  shelves: readonly Cellish[],
): Promise<Chains> {
  const [stock, sellers] = await Promise.all([peekStock(db, shelves), readSellers(db, shelves)]);
  return chainsByCell(stock, sellers, (skuId) => catalog.skus.get(skuId)?.portion ?? 1);
}
