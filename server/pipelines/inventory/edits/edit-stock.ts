import { atOneMoment, inTransaction, type Tx } from "@/db/client";
import { isKeyTaken } from "@/db/errors";
import { closeCounts } from "@/db/queries/stock/stock-edits";
import {
  countedShelves,
  type EditAnswer,
  type EditRequest,
  isWritten,
  planEdits,
  type Shortfall,
  uniqueCells,
} from "@/server/domain/inventory";
import type { Deps } from "@/server/pipelines/deps";
import { AppRefusal } from "@/server/pipelines/refusal";
import { foreseeShelfFacts, takeShelfFacts } from "../counts/take-shelf-facts";
import { tellRefusals } from "../holds/tell-refusal";

export type EditOutcome = {
  answers: EditAnswer[];
  shortfalls: Shortfall[];
  /** False when nothing was written: a preview, or one of all was refused. */
  isDone: boolean;
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
    foreseeShelfFacts(deps, tx, {
      cells: uniqueCells(request.edits),
      decide: (stock) => planEdits(stock, request),
    }),
  );
  return { answers, shortfalls, isDone: false };
}

async function editIn(deps: Deps, tx: Tx, request: EditRequest): Promise<EditOutcome> {
  const { edits, actor } = request;
  const { result: answers, shortfalls } = await takeShelfFacts(deps, tx, {
    cells: uniqueCells(edits),
    decide: (stock) => planEdits(stock, request),
    why: { cause: edits[0]?.kind ?? "edit", actor },
  });
  const isDone = isWritten(request, answers);
  await closeCounts(tx, isDone ? countedShelves(answers) : [], actor);
  return { answers, shortfalls, isDone };
}
