import type { LedgerInsert } from "../books/ledger";
import { changeShelf, type ShelfPlan } from "../books/shelf-change";
import { cellKey, type StockCell } from "../cell";
import { type CellPatch, decideEdit, type Edit, type EditRefusal, patched } from "./decide-edits";

/** What became of one edit: its shelf before and after, or why it cannot be. */
export type EditAnswer = {
  edit: Edit;
  code: EditRefusal | null;
  before: StockCell | null;
  after: StockCell | null;
};

export type EditRequest = {
  edits: readonly Edit[];
  /** all: one refused, none done; part: what can be done is. */
  mode: "all" | "part";
  actor: string;
  /** Names the request in the books: the same one sent again is refused by them. */
  ref: string;
};

/** One of all was refused, so that none is done. */
const isHalted = ({ mode }: EditRequest, answers: readonly EditAnswer[]): boolean =>
  mode === "all" && answers.some((a) => a.code !== null);

/** Whether anything was written of a request that was answered so. */
export const isWritten = (request: EditRequest, answers: readonly EditAnswer[]): boolean =>
  answers.some((a) => a.code === null) && !isHalted(request, answers);

/** What was counted, of edits that were done. */
export const countedShelves = (answers: readonly EditAnswer[]) =>
  answers.flatMap(({ edit, code }) => (code === null && edit.kind === "count" ? [edit] : []));

/** Edits in their order, each on what the one before left. */
export function planEdits(
  stock: readonly StockCell[],
  request: EditRequest,
): ShelfPlan<EditAnswer[]> {
  const cells = new Map(stock.map((c) => [cellKey(c.storeId, c.skuId), c]));
  const patches: { edit: Edit; patch: CellPatch; n: number }[] = [];
  const answers = request.edits.map((edit, n): EditAnswer => {
    const key = cellKey(edit.storeId, edit.skuId);
    const before = cells.get(key) ?? null;
    const decided = decideEdit(before, edit);
    if (!decided.ok || !before)
      return { edit, code: decided.ok ? "UNKNOWN_CELL" : decided.error, before, after: null };
    const after = patched(before, decided.value);
    cells.set(key, after);
    patches.push({ edit, patch: decided.value, n });
    return { edit, code: null, before, after };
  });
  if (isHalted(request, answers)) return { changes: [], moves: [], result: answers };
  return {
    changes: patches.map(({ edit, patch: { move: _, ...by } }) => changeShelf(edit, by)),
    moves: patches.flatMap(({ edit, patch, n }) => {
      const { onHand: delta, quarantine: quarantineDelta, move } = patch;
      if (move === null || (delta === 0 && quarantineDelta === 0)) return [];
      return [moveOf(edit, request, { move, delta, quarantineDelta, n })];
    }),
    result: answers,
  };
}

const moveOf = (
  { storeId, skuId, reason }: Edit,
  { ref, actor }: EditRequest,
  by: {
    move: NonNullable<CellPatch["move"]>;
    delta: number;
    quarantineDelta: number;
    /** Which edit of the request it was. */
    n: number;
  },
): LedgerInsert => ({
  storeId,
  skuId,
  kind: by.move,
  delta: by.delta,
  quarantineDelta: by.quarantineDelta,
  transitDelta: 0,
  ref: `${ref}:${by.n}`,
  reason,
  actor,
});
