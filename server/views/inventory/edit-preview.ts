import type { CellFactsRow, OrderNameRow } from "@/db/queries/lists/inventory-cell";
import {
  cellKey,
  type Edit,
  type EditKind,
  type EditRefusal,
  freeOf,
  missingOf,
  promiseChains,
  type Seller,
  type StockCell,
} from "@/server/domain/inventory";
import { type OrderLink, toOrderLink } from "./order-link";

const SHOWN_FIELDS = [
  "onHand",
  "reserved",
  "quarantine",
  "safety",
  "frozen",
  "debt",
  "free",
] as const;
type ShownField = (typeof SHOWN_FIELDS)[number];

/** What one edit does, or why it cannot be. Base units. */
export type EditResult = {
  n: number;
  kind: EditKind;
  storeId: number;
  skuId: number;
  storeName: string;
  code: string;
  name: string;
  unit: "piece" | "gram";
  refusal: EditRefusal | null;
  changes: { field: ShownField; before: number; after: number }[];
  /** Sale stops or goes on. */
  stopped: boolean | null;
  /** On hand after less before, and what that is worth at cost. */
  variance: number;
  varianceFen: number;
  /** Pieces each channel may show, where that changes. */
  channels: { accountId: number; name: string; channel: string; before: number; after: number }[];
};

export type EditPreview = {
  results: EditResult[];
  refused: number;
  /** Whose goods are taken back. */
  orders: OrderLink[];
  checkouts: number;
  /** Base units that promises lose, and those that nobody can give back. */
  freed: number;
  left: number;
  varianceFen: number;
  isDone: boolean;
};

/** What a verb says it did or would do; its own words are in pipelines/inventory/edit-stock.ts. */
export type Outcome = {
  answers: readonly {
    edit: Edit;
    code: EditRefusal | null;
    before: StockCell | null;
    after: StockCell | null;
  }[];
  shortfalls: readonly {
    storeId: number;
    skuId: number;
    missing: number;
    orders: readonly number[];
    holds: number;
    left: number;
  }[];
  isDone: boolean;
};

export type PreviewParts = {
  outcome: Outcome;
  cells: readonly CellFactsRow[];
  orders: readonly OrderNameRow[];
  sellers: readonly (Seller & { storeId: number; skuId: number })[];
  accounts: ReadonlyMap<number, { name: string; channel: string }>;
};

/** What would happen, or has happened, row by row and in sum. */
export function toEditPreview(parts: PreviewParts): EditPreview {
  const { outcome } = parts;
  const facts = new Map(parts.cells.map((c) => [cellKey(c.storeId, c.skuId), c]));
  const freedOf = new Map(
    outcome.shortfalls.map((s) => [cellKey(s.storeId, s.skuId), s.missing - s.left]),
  );
  const lastOf = new Map(outcome.answers.map((a, n) => [cellKey(a.edit.storeId, a.edit.skuId), n]));
  const results = outcome.answers.map((answer, n) => {
    const key = cellKey(answer.edit.storeId, answer.edit.skuId);
    // Promises are freed once all edits of a shelf are known: shown with the last of them.
    const freed = lastOf.get(key) === n ? (freedOf.get(key) ?? 0) : 0;
    return toResult(answer, { n, freed, facts: facts.get(key) }, parts);
  });
  const sum = (pick: (s: Outcome["shortfalls"][number]) => number) =>
    outcome.shortfalls.reduce((all, s) => all + pick(s), 0);
  return {
    results,
    refused: results.filter((r) => r.refusal !== null).length,
    orders: parts.orders.map(toOrderLink),
    checkouts: sum((s) => s.holds),
    freed: sum((s) => s.missing - s.left),
    left: sum((s) => s.left),
    varianceFen: results.reduce((all, r) => all + r.varianceFen, 0),
    isDone: outcome.isDone,
  };
}

function toResult(
  { edit, code: refusal, before, after }: Outcome["answers"][number],
  { n, freed, facts }: { n: number; freed: number; facts: CellFactsRow | undefined },
  parts: PreviewParts,
): EditResult {
  const { storeId, skuId, kind } = edit;
  const names = {
    storeName: facts?.storeName ?? String(storeId),
    code: facts?.code ?? String(skuId),
    name: facts?.name ?? String(skuId),
    unit: facts?.unit ?? "piece",
  };
  const base = { n, kind, storeId, skuId, ...names, refusal };
  if (!before || !after)
    return { ...base, changes: [], stopped: null, variance: 0, varianceFen: 0, channels: [] };
  const settled = { ...after, reserved: after.reserved - freed };
  const variance = after.onHand - before.onHand;
  return {
    ...base,
    changes: changesOf(before, settled),
    stopped: before.stopped === after.stopped ? null : after.stopped,
    variance,
    varianceFen: Math.round((variance * (facts?.costFen ?? 0)) / (facts?.portion ?? 1)),
    channels: channelsOf({ before, after: settled }, facts?.portion ?? 1, parts),
  };
}

function changesOf(before: StockCell, after: StockCell): EditResult["changes"] {
  const numbers = (cell: StockCell): Record<ShownField, number> => ({
    ...cell,
    debt: Math.max(cell === before ? cell.debt : 0, missingOf(cell)),
    free: freeOf(cell),
  });
  const [from, to] = [numbers(before), numbers(after)];
  return SHOWN_FIELDS.filter((f) => from[f] !== to[f] || f === "free").map((field) => ({
    field,
    before: from[field],
    after: to[field],
  }));
}

function channelsOf(
  { before, after }: { before: StockCell; after: StockCell },
  portion: number,
  { sellers, accounts }: PreviewParts,
): EditResult["channels"] {
  const mine = sellers.filter((s) => s.storeId === before.storeId && s.skuId === before.skuId);
  const [from, to] = [before, after].map((cell) => promiseChains(cell, mine, portion));
  return mine.flatMap(({ rule }, i) => {
    const pieces = (from?.[i]?.promise ?? 0) / portion;
    const then = (to?.[i]?.promise ?? 0) / portion;
    const account = accounts.get(rule.accountId);
    return pieces === then || !account
      ? []
      : [{ accountId: rule.accountId, ...account, before: pieces, after: then }];
  });
}
