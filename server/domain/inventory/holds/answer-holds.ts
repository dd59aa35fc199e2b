import { present } from "../../kernel/assert";
import type { Instant } from "../../kernel/instant";
import type { HoldRow } from "../books/types";
import { type Cellish, cellKey, type StockCell, uniqueCells } from "../cell";
import { decideHolds, type HoldVerdict, type HoldWish, type OwnPieces } from "./decide-holds";
import { sumHolds } from "./sum-holds";

/** Goods for a checkout, by a key of the caller's: asked again, the answer is the same. */
export type HoldRequest = HoldWish & { holdKey: string; ttlMs: number };
export type HoldAnswer = HoldVerdict & {
  /** known: the key was used before; conflict: for other goods. */
  kind: "held" | "short" | "known" | "conflict";
  expiresAt: Instant;
  /** Base units held by article. */
  rows: Pick<HoldRow, "storeId" | "skuId" | "qty" | "state">[];
};
export type NewHold = Omit<HoldRow, "state" | "extended">;
/** Answers in the order asked, and what is to be written for them: holds, and what to reserve, base units. */
export type AnsweredHolds = {
  answers: HoldAnswer[];
  rows: NewHold[];
  reserve: (Cellish & { reserve: number })[];
};

type KeyLike = { accountId: number; holdKey: string };
const keyOf = (r: KeyLike): string => `${r.accountId}|${r.holdKey}`;

/** The shelves that requests draw on, each once. */
export const cellsOfRequests = (requests: readonly HoldRequest[]): Cellish[] =>
  uniqueCells(
    requests.flatMap(({ storeId, items }) =>
      items.flatMap((i) => i.draws.map(({ skuId }) => ({ storeId, skuId }))),
    ),
  );

/** The first request of each key. */
const firstOfKey = (requests: readonly HoldRequest[]): HoldRequest[] =>
  [...new Map([...requests].reverse().map((r) => [keyOf(r), r])).values()].reverse();

/**
 * Everything for everybody, as if there were enough.
 *
 * @returns null where a key is named twice: its second asking is answered from the first
 */
export function grantAll(requests: readonly HoldRequest[], now: Instant): AnsweredHolds | null {
  if (firstOfKey(requests).length < requests.length) return null;
  const rows: NewHold[] = [];
  const answers = requests.map((request): HoldAnswer => {
    const granted = request.items.map((item) => item.qty);
    const expiresAt = (now + request.ttlMs) as Instant;
    const mine = rowsOf(request, granted, expiresAt);
    rows.push(...mine);
    return { kind: "held", granted, isWhole: true, expiresAt, rows: shown(mine) };
  });
  return { answers, rows, reserve: sumHolds(rows) };
}

/**
 * Answers from stock that is locked, one after the other; keys that were used before get their answer again.
 *
 * @param held what the keys of the requests hold or held already
 * @param own what an account has for itself of a cell
 */
export function answerHolds(
  requests: readonly HoldRequest[],
  { stock, held, own }: { stock: readonly StockCell[]; held: readonly HoldRow[]; own: OwnPieces },
  now: Instant,
): AnsweredHolds {
  const known = groupByKey(held);
  const fresh = firstOfKey(requests.filter((r) => !known.has(keyOf(r))));
  const { verdicts, reserve } = decideHolds(fresh, stock, own);
  const answers = new Map<string, HoldAnswer>();
  const rows: NewHold[] = [];
  fresh.forEach((request, i) => {
    const verdict = present(verdicts[i], "verdict");
    const expiresAt = (now + request.ttlMs) as Instant;
    const isHeld = verdict.granted.some((g) => g > 0);
    // A refusal binds nobody: asked again, it is looked at again.
    const mine = isHeld ? rowsOf(request, verdict.granted, expiresAt) : [];
    rows.push(...mine);
    const kind = isHeld ? "held" : "short";
    answers.set(keyOf(request), { ...verdict, kind, expiresAt, rows: shown(mine) });
  });
  return {
    answers: requests.map(
      (r) => answers.get(keyOf(r)) ?? answerAgain(r, known.get(keyOf(r)) ?? []),
    ),
    rows,
    reserve: stock.flatMap(({ storeId, skuId }) => {
      const qty = reserve.get(cellKey(storeId, skuId)) ?? 0;
      return qty > 0 ? [{ storeId, skuId, reserve: qty }] : [];
    }),
  };
}

/** Held goods as an answer shows them. */
const shown = (rows: readonly NewHold[]): HoldAnswer["rows"] =>
  rows.map((r) => ({ ...r, state: "held" }));

/** One row per article, with nothing granted of it as well: the key has been answered. */
function rowsOf(request: HoldRequest, granted: readonly number[], expiresAt: Instant): NewHold[] {
  const bySku = new Map<number, { qty: number; asked: number }>();
  request.items.forEach(({ draws, qty }, i) => {
    for (const { skuId, per } of draws) {
      const row = bySku.get(skuId) ?? { qty: 0, asked: 0 };
      row.qty += (granted[i] ?? 0) * per;
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

function groupByKey(rows: readonly HoldRow[]): Map<string, HoldRow[]> {
  const groups = new Map<string, HoldRow[]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known) known.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** A key that was used: the same goods get the same answer, other goods are refused. */
function answerAgain(request: HoldRequest, rows: readonly HoldRow[]): HoldAnswer {
  const wish = rowsOf(request, [], 0 as Instant);
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
