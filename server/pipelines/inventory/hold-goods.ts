import { insertTables } from "@/db/bulk";
import { inTransaction, type Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import { findHolds, type HoldRow, insertHolds } from "@/db/queries/holds";
import { lockStock, readQuotas, reserveStock, sellFromQuotas } from "@/db/queries/stock";
import {
  cellKey,
  decideHolds,
  type HoldVerdict,
  type HoldWish,
  type StockCell,
} from "@/server/domain/inventory";
import type { Instant } from "@/server/domain/kernel/instant";
import type { Deps } from "../deps";
import { stockEventRows } from "./stock-event";

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

/**
 * Promise goods to checkouts, many at once, in the order they asked: one transaction, one lock of each shelf, whatever
 * the number of callers. All or part, as each one asked.
 *
 * @returns an answer for each request, durable
 */
export async function holdGoods(
  deps: Deps,
  requests: readonly HoldRequest[],
): Promise<HoldAnswer[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(deps.db, (tx) => holdIn(deps, tx, requests));
    } catch (error) {
      // Locks are taken in one order, so this is a restart of the database or a meeting on one key: looked at again.
      if (tries >= TRIES || !(isPassing(error) || isSameKey(error))) throw error;
    }
  }
}

const isSameKey = (error: unknown): boolean =>
  error instanceof Error && (error as Error & { code?: string }).code === "23505";

async function holdIn(deps: Deps, tx: Tx, requests: readonly HoldRequest[]): Promise<HoldAnswer[]> {
  // Sent one behind the other: what is held by these keys is read after the shelves are locked.
  const [stock, held] = await Promise.all([
    lockStock(tx, cellsOfRequests(requests)),
    findHolds(tx, requests),
  ]);
  const known = groupByKey(held);
  const fresh = firstOfKey(requests.filter((r) => !known.has(keyOf(r))));
  const own = await ownPieces(tx, stock);
  const { verdicts, reserve } = decideHolds(fresh, stock, own);
  const now = deps.clock.now();
  const answers = new Map<string, HoldAnswer>();
  const rows: Omit<HoldRow, "state" | "extended">[] = [];
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
  await write(deps, tx, rows, reserve, stock);
  return requests.map((r) => answers.get(keyOf(r)) ?? answerAgain(r, known.get(keyOf(r)) ?? []));
}

async function write(
  deps: Deps,
  tx: Tx,
  rows: readonly Omit<HoldRow, "state" | "extended">[],
  reserve: ReadonlyMap<string, number>,
  stock: readonly StockCell[],
): Promise<void> {
  if (rows.length === 0) return;
  const changes = stock.flatMap(({ storeId, skuId }) => {
    const qty = reserve.get(cellKey(storeId, skuId)) ?? 0;
    return qty > 0 ? [{ storeId, skuId, reserve: qty }] : [];
  });
  const isOwn = new Set(
    stock.filter((c) => c.dedicated > 0).map((c) => cellKey(c.storeId, c.skuId)),
  );
  const sold = rows.filter((r) => isOwn.has(cellKey(r.storeId, r.skuId)));
  const event = await stockEventRows(deps, changes, "checkout", "system");
  await Promise.all([
    insertHolds(tx, rows),
    insertTables(tx, [event]),
    sellFromQuotas(tx, sold),
    reserveStock(tx, changes),
  ]);
}

type KeyLike = { accountId: number; holdKey: string };
const keyOf = (r: KeyLike): string => `${r.accountId}|${r.holdKey}`;

function cellsOfRequests(requests: readonly HoldRequest[]) {
  const cells = new Map<string, { storeId: number; skuId: number }>();
  for (const { storeId, items } of requests)
    for (const { skuId } of items.flatMap((i) => i.draws))
      cells.set(cellKey(storeId, skuId), { storeId, skuId });
  return [...cells.values()];
}

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
