import { atOneMoment, inTransaction, type Tx } from "@/db/client";
import { isKeyTaken } from "@/db/errors";
import { closeCounts, type LedgerInsert, type ShelfChange } from "@/db/queries/stock/stock-edits";
import {
  type CellPatch,
  cellKey,
  decideEdit,
  type Edit,
  type EditRefusal,
  patched,
  type StockCell,
  uniqueCells,
} from "@/server/domain/inventory";
import type { Deps } from "@/server/pipelines/deps";
import { AppRefusal } from "@/server/pipelines/refusal";
import { foreseeShelfFacts, type ShelfPlan, takeShelfFacts } from "../counts/take-shelf-facts";
import type { Shortfall } from "../free-short";
import { tellRefusals } from "../holds/tell-refusal";

export type EditAnswer = {
  edit: Edit;
  code: EditRefusal | null;
  before: StockCell | null;
  after: StockCell | null;
};

export type EditOutcome = {
  answers: EditAnswer[];
  shortfalls: Shortfall[];
  /** False when nothing was written: a preview, or one of all was refused. */
  isDone: boolean;
};

export type EditRequest = {
  edits: readonly Edit[];
  /** all: one refused, none done; part: what can be done is. */
  mode: "all" | "part";
  actor: string;
  /** Names the request in the books: the same one sent again is refused by them. */
  ref: string;
};

/**
 * Do to shelves what people say, many at once, in one transaction. Several edits of one shelf follow each other. Who tried
 * something that cannot be is on record.
 */
export async function editStock(deps: Deps, request: EditRequest): Promise<EditOutcome> {
  try {
    return await inTransaction(deps.db, async (tx) => {
      const outcome = await editIn(deps, tx, request);
      // Nothing changed, and who tried can be seen.
      const refused = outcome.answers.flatMap(({ edit, code }) =>
        code === null ? [] : [{ code, storeId: edit.storeId, edit }],
      );
      await tellRefusals(deps, tx, { actor: request.actor, refused });
      return outcome;
    });
  } catch (error) {
    // The books have moves of this request: it was sent a second time.
    if (isKeyTaken(error, { table: "stock_ledger" }))
      throw new AppRefusal("DONE_ALREADY", "这次修改已经提交过了");
    throw error;
  }
}

/** What would happen now. It only looks: whoever confirms is told what really did. */
export async function previewEdits(deps: Deps, request: EditRequest): Promise<EditOutcome> {
  const { result: answers, shortfalls } = await atOneMoment(deps.db, (tx) =>
    foreseeShelfFacts(deps, tx, uniqueCells(request.edits), (stock) => planEdits(stock, request)),
  );
  return { answers, shortfalls, isDone: false };
}

async function editIn(deps: Deps, tx: Tx, request: EditRequest): Promise<EditOutcome> {
  const { edits, actor } = request;
  const { result: answers, shortfalls } = await takeShelfFacts(
    deps,
    tx,
    uniqueCells(edits),
    (stock) => planEdits(stock, request),
    { cause: edits[0]?.kind ?? "edit", actor },
  );
  const isDone = answers.some((a) => a.code === null) && !isHalted(request, answers);
  const counted = answers.flatMap(({ edit, code }) =>
    code === null && edit.kind === "count" && isDone ? [{ ...edit }] : [],
  );
  await closeCounts(tx, counted, actor);
  return { answers, shortfalls, isDone };
}

const isHalted = ({ mode }: EditRequest, answers: readonly EditAnswer[]): boolean =>
  mode === "all" && answers.some((a) => a.code !== null);

/** Edits in their order, each on what the one before left. */
function planEdits(stock: readonly StockCell[], request: EditRequest): ShelfPlan<EditAnswer[]> {
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
    changes: patches.map(changeOf),
    moves: patches.flatMap(({ edit, patch, n }) => moveOf(edit, patch, request, n)),
    result: answers,
  };
}

const changeOf = ({ edit, patch }: { edit: Edit; patch: CellPatch }): ShelfChange => {
  const { move: _, ...rest } = patch;
  return { storeId: edit.storeId, skuId: edit.skuId, inTransit: 0, ...rest };
};

function moveOf(edit: Edit, patch: CellPatch, request: EditRequest, n: number): LedgerInsert[] {
  if (patch.move === null || (patch.onHand === 0 && patch.quarantine === 0)) return [];
  return [
    {
      storeId: edit.storeId,
      skuId: edit.skuId,
      kind: patch.move,
      delta: patch.onHand,
      quarantineDelta: patch.quarantine,
      transitDelta: 0,
      ref: `${request.ref}:${n}`,
      reason: edit.reason,
      actor: request.actor,
    },
  ];
}
