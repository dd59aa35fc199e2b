import { inTransaction, type Queryable } from "@/db/client";
import {
  ensureTail,
  lockTail,
  moveTail,
  readStockEvents,
  type StockEvent,
} from "@/db/log/stock-tail";
import { cellsAfter, cellsOfOrders } from "@/db/queries/drift";
import {
  type FigureRow,
  learnPublished,
  shownFigures,
  wantFigures,
  wantPrices,
} from "@/db/queries/published";
import { readSellers, type SellerRow } from "@/db/queries/publishing";
import { type Cellish, peekStock } from "@/db/queries/stock";
import {
  cellKey,
  type PromiseChain,
  promiseChains,
  type StockCell,
  uniqueCells,
} from "@/server/domain/inventory";
import { DEVICES } from "@/server/domain/orders/labels";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";

const TAIL = "publish";
const EVENTS = 4_000;
const PAGE = 1_000;
/** So many new numbers make the database plan anew. */
const MANY = 2_000;
/** More than this no platform takes. @source reference/channels.md §1.5 */
const SHOWN_MAX = 99_999;
/** An event about this store is about all of them: a rule changed. */
const EVERYWHERE = 0;

/** Accounts that are told numbers. */
export function toldAccounts(deps: Deps, catalog: Catalog): number[] {
  return [...catalog.accounts.values()]
    .filter((a) => a.enabled && !DEVICES.has(a.channel) && deps.figuresOf(a) !== null)
    .map((a) => a.id);
}

/**
 * Read what happened, and write down what channels should show because of it: in one transaction, so that no change is
 * forgotten by a crash.
 *
 * @returns events read, and whether something should go to zero at once
 */
export async function planChanged(deps: Deps): Promise<{ events: number; isUrgent: boolean }> {
  const catalog = await deps.catalog.get();
  return await inTransaction(deps.db, async (tx) => {
    const place = await lockTail(tx, TAIL);
    const events = place ? await readStockEvents(tx, place, EVENTS) : [];
    const last = events.at(-1);
    if (!last) return { events: 0, isUrgent: false };
    const cells = await cellsOfEvents(tx, events);
    const isUrgent = await planCells(deps, tx, catalog, cells);
    await moveTail(tx, TAIL, last);
    return { events: events.length, isUrgent };
  });
}

/** The shelves that events are about. */
export async function cellsOfEvents(
  db: Queryable,
  events: readonly StockEvent[],
): Promise<Cellish[]> {
  const about = events.filter((e) => e.isAboutStock);
  const named = about.flatMap(({ storeId, skus }) =>
    storeId === null ? [] : (skus ?? []).map((skuId) => ({ storeId, skuId })),
  );
  if (named.some((c) => c.storeId === EVERYWHERE)) return await everyCell(db);
  const orderIds = new Set(about.flatMap((e) => (e.orderId === null ? [] : [e.orderId])));
  return uniqueCells([...named, ...(await cellsOfOrders(db, [...orderIds]))]);
}

async function everyCell(db: Queryable): Promise<Cellish[]> {
  const all: Cellish[] = [];
  for (let after: Cellish = { storeId: 0, skuId: 0 }; ; ) {
    const page = await cellsAfter(db, after, PAGE);
    all.push(...page);
    const last = page.at(-1);
    if (page.length < PAGE || !last) return all;
    after = last;
  }
}

/**
 * Everything every channel should show, from nothing: at the first start, and now and then for what no event tells of
 * (rates and lags that changed, an account that is new). Prices as well.
 *
 * @returns numbers that changed
 */
export async function planEverything(deps: Deps): Promise<number> {
  await ensureTail(deps.db, TAIL);
  const catalog = await deps.catalog.refresh();
  const cells = await everyCell(deps.db);
  for (let i = 0; i < cells.length; i += PAGE)
    await planCells(deps, deps.db, catalog, cells.slice(i, i + PAGE));
  await learnPublished(deps.db, MANY);
  const prices = await wantPrices(deps.db, toldAccounts(deps, catalog));
  await learnPublished(deps.db, MANY);
  return prices;
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
