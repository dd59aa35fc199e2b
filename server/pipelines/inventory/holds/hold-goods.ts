import { insertTables, type TableRows } from "@/db/bulk";
import { inTwoTrips, type Tx } from "@/db/client";
import { isKeyTaken } from "@/db/errors";
import { isPassing } from "@/db/passing-errors";
import { findHolds, type HoldRow, holdRows, holdWhole } from "@/db/queries/stock/holds";
import { lockStock, readQuotas, reserveStock, sellFromQuotas } from "@/db/queries/stock/stock";
import {
  cellKey,
  decideHolds,
  type HoldVerdict,
  type HoldWish,
  type OwnPieces,
  type StockCell,
  uniqueCells,
} from "@/server/domain/inventory";
import type { Instant } from "@/server/domain/kernel/instant";
import type { Deps } from "@/server/pipelines/deps";
import { stockEventRows } from "../stock-event";

/** Goods for a checkout, by a key of the caller's: asked again, the answer is the same. */
export type HoldRequest = HoldWish & { holdKey: string; ttlMs: number };
export type HoldAnswer = HoldVerdict & {
  /** known: the key was used before; conflict: for other goods. */
  kind: "held" | "short" | "known" | "conflict";
  expiresAt: Instant;
  /** Base units held by article. */
  rows: Pick<HoldRow, "storeId" | "skuId" | "qty" | "state">[];
};

const TRIES = 3;

/** How long goods are kept for a checkout, and how much longer once. @source reference/domain.md §6.2 */
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
  const isTight = cells.some((c) => (tight.get(cellKey(c.storeId, c.skuId)) ?? 0) > now);
  if (isTight || firstOfKey(requests).length < requests.length) return null;
  const wanted = requests.map((request): Wanted => {
    const granted = request.items.map((item) => item.qty);
    const expiresAt = (now + request.ttlMs) as Instant;
    const rows = rowsOf(request, { granted, isWhole: true }, expiresAt);
    return { granted, expiresAt, rows };
  });
  const rows = wanted.flatMap((w) => w.rows);
  const event = await stockEventRows(deps, cells, "checkout", "system");
  if (await holdWhole(deps.db, rows, sumOf(rows), event))
    return wanted.map((w) => ({
      ...w,
      kind: "held",
      isWhole: true,
      rows: w.rows.map((r) => ({ ...r, state: "held" })),
    }));
  tight.clear();
  for (const c of cells) tight.set(cellKey(c.storeId, c.skuId), now + TIGHT_MS);
  return null;
}

type Wanted = { granted: number[]; expiresAt: Instant; rows: NewHold[] };

function sumOf(rows: readonly NewHold[]) {
  const sums = new Map<string, { storeId: number; skuId: number; reserve: number }>();
  for (const { storeId, skuId, qty } of rows) {
    const key = cellKey(storeId, skuId);
    const known = sums.get(key);
    if (known) known.reserve += qty;
    else sums.set(key, { storeId, skuId, reserve: qty });
  }
  return [...sums.values()];
}

type Found = { stock: StockCell[]; held: HoldRow[] };
type Answered = { answers: HoldAnswer[]; rows: NewHold[]; reserve: ReadonlyMap<string, number> };
type NewHold = Omit<HoldRow, "state" | "extended">;

/** Decided under the lock, one after the other; keys that were used before get their answer again. */
async function holdOnce(deps: Deps, requests: readonly HoldRequest[]): Promise<HoldAnswer[]> {
  const cells = cellsOfRequests(requests);
  const event = await stockEventRows(deps, cells, "checkout", "system");
  return await inTwoTrips(
    deps.db,
    async (tx): Promise<Found> => ({
      stock: await lockStock(tx, cells),
      held: await findHolds(tx, requests),
    }),
    async (tx, found) => {
      const own = await ownPieces(tx, found.stock);
      const { answers, rows, reserve } = answerAll(requests, found, own, deps.clock.now());
      const sent = rows.length > 0 ? await write(tx, rows, reserve, found.stock, event) : [];
      return { sent, result: answers };
    },
  );
}

function answerAll(
  requests: readonly HoldRequest[],
  { stock, held }: Found,
  own: OwnPieces,
  now: number,
): Answered {
  const known = groupByKey(held);
  const fresh = firstOfKey(requests.filter((r) => !known.has(keyOf(r))));
  const { verdicts, reserve } = decideHolds(fresh, stock, own);
  const answers = new Map<string, HoldAnswer>();
  const rows: NewHold[] = [];
  fresh.forEach((request, i) => {
    const verdict = verdicts[i] as HoldVerdict;
    const expiresAt = (now + request.ttlMs) as Instant;
    const isHeld = verdict.granted.some((g) => g > 0);
    // A refusal binds nobody: asked again, it is looked at again.
    const mine = isHeld ? rowsOf(request, verdict, expiresAt) : [];
    rows.push(...mine);
    const kind = isHeld ? "held" : "short";
    const shown = mine.map((r) => ({ ...r, state: "held" as const }));
    answers.set(keyOf(request), { ...verdict, kind, expiresAt, rows: shown });
  });
  return {
    answers: requests.map(
      (r) => answers.get(keyOf(r)) ?? answerAgain(r, known.get(keyOf(r)) ?? []),
    ),
    rows,
    reserve,
  };
}

/** @returns statements under way; where channels have pieces of their own, everything is done and none is */
async function write(
  tx: Tx,
  rows: readonly NewHold[],
  reserve: ReadonlyMap<string, number>,
  stock: readonly StockCell[],
  event: TableRows,
): Promise<Promise<unknown>[]> {
  const changes = stock.flatMap(({ storeId, skuId }) => {
    const qty = reserve.get(cellKey(storeId, skuId)) ?? 0;
    return qty > 0 ? [{ storeId, skuId, reserve: qty }] : [];
  });
  const tables = [holdRows(rows), event];
  const isOwn = new Set(
    stock.filter((c) => c.dedicated > 0).map((c) => cellKey(c.storeId, c.skuId)),
  );
  if (isOwn.size === 0) return [insertTables(tx, tables), reserveStock(tx, changes)];
  await sellFromQuotas(
    tx,
    rows.filter((r) => isOwn.has(cellKey(r.storeId, r.skuId))),
  );
  await insertTables(tx, tables);
  await reserveStock(tx, changes);
  return [];
}

type KeyLike = { accountId: number; holdKey: string };
const keyOf = (r: KeyLike): string => `${r.accountId}|${r.holdKey}`;

const cellsOfRequests = (requests: readonly HoldRequest[]) =>
  uniqueCells(
    requests.flatMap(({ storeId, items }) =>
      items.flatMap((i) => i.draws.map(({ skuId }) => ({ storeId, skuId }))),
    ),
  );

function groupByKey(rows: readonly HoldRow[]): Map<string, HoldRow[]> {
  const groups = new Map<string, HoldRow[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

const firstOfKey = (requests: readonly HoldRequest[]): HoldRequest[] =>
  [...new Map([...requests].reverse().map((r) => [keyOf(r), r])).values()].reverse();

async function ownPieces(tx: Tx, stock: readonly StockCell[]) {
  const cells = stock.filter((c) => c.dedicated > 0);
  const quotas = await readQuotas(tx, cells);
  const byKey = new Map(
    quotas.map((q) => [`${q.accountId}:${cellKey(q.storeId, q.skuId)}`, q.qty]),
  );
  return (accountId: number, storeId: number, skuId: number): number =>
    byKey.get(`${accountId}:${cellKey(storeId, skuId)}`) ?? 0;
}

/** One row per article, with nothing granted of it as well: the key has been answered. */
function rowsOf(request: HoldRequest, verdict: HoldVerdict, expiresAt: Instant) {
  const bySku = new Map<number, { qty: number; asked: number }>();
  request.items.forEach(({ draws, qty }, i) => {
    for (const { skuId, per } of draws) {
      const row = bySku.get(skuId) ?? { qty: 0, asked: 0 };
      row.qty += (verdict.granted[i] ?? 0) * per;
      row.asked += qty * per;
      bySku.set(skuId, row);
    }
  });
  const { accountId, holdKey, storeId } = request;
  return [...bySku].map(([skuId, row]) => ({
    accountId,
    holdKey,
    storeId,
    skuId,
    ...row,
    expiresAt,
  }));
}

/** A key that was used: the same goods get the same answer, other goods are refused. */
function answerAgain(request: HoldRequest, rows: readonly HoldRow[]): HoldAnswer {
  const wish = rowsOf(request, { granted: [], isWhole: false }, 0 as Instant);
  const isSame =
    wish.length === rows.length &&
    wish.every((w) =>
      rows.some((r) => r.storeId === w.storeId && r.skuId === w.skuId && r.asked === w.asked),
    );
  const left = new Map(rows.map((r) => [r.skuId, r.qty]));
  const granted = request.items.map(({ draws, qty }) => {
    const most = draws.map((d) => Math.floor((left.get(d.skuId) ?? 0) / d.per));
    const give = Math.max(0, Math.min(qty, ...most));
    for (const d of draws) left.set(d.skuId, (left.get(d.skuId) ?? 0) - give * d.per);
    return give;
  });
  return {
    kind: isSame ? "known" : "conflict",
    granted,
    isWhole: granted.every((g, i) => g === request.items[i]?.qty),
    expiresAt: rows[0]?.expiresAt ?? (0 as Instant),
    rows: rows.map(({ storeId, skuId, qty, state }) => ({ storeId, skuId, qty, state })),
  };
}
