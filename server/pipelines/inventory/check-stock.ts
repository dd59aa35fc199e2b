import { inTransaction } from "@/db/client";
import { closeCasesAbout, openCases } from "@/db/queries/orders/events";
import { findResting } from "@/db/queries/orders/parked";
import { cellsAfter, endCheck, findDrift, insertCheck, readNow } from "@/db/queries/stock/drift";
import { type Cellish, cellSubject, driftCase } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";
import { numberCases } from "../number-cases";
import { type Named, takeApart } from "../sweep";

const PAGE = 500;
const FIRST: Cellish = { storeId: 0, skuId: 0 };

const ROUND: Named<Cellish> = {
  job: "stock-sweep",
  subjectOf: cellSubject,
  aboutOf: ({ storeId }) => ({ storeId }),
};

/**
 * Check these cells; each that is wrong is a case with a proposal, and one that is in order again has none any more,
 * save one that was opened after this reading. A finding that cannot be written rests, and keeps the round from no shelf behind it.
 *
 * @returns how many are wrong
 */
export async function checkCells(deps: Deps, cells: readonly Cellish[]): Promise<number> {
  const readAt = await readNow(deps.db);
  const wrong = await findDrift(deps.db, cells);
  const now = deps.clock.now();
  const drafts = wrong.map((drift) => driftCase(drift, now));
  const cases = new Map((await numberCases(deps.ids, drafts)).map((one) => [one.subject, one]));
  await inTransaction(deps.db, async (tx) => {
    const resting = await findResting(tx, ROUND.job, cells.map(cellSubject));
    const awake = cells.filter((cell) => !resting.has(cellSubject(cell)));
    await takeApart(deps, tx, {
      of: ROUND,
      items: awake,
      take: async (inner, some) => {
        const subjects = some.map(cellSubject);
        await openCases(
          inner,
          subjects.flatMap((subject) => cases.get(subject) ?? []),
        );
        const inOrder = subjects.filter((subject) => !cases.has(subject));
        await closeCasesAbout(inner, {
          code: "STOCK_DRIFT",
          subjects: inOrder,
          outcome: "gone",
          before: readAt,
        });
        return some;
      },
    });
  });
  return wrong.length;
}

/** Check every cell there is, a page at a time, and keep that it was done. */
export async function checkStock(
  deps: Deps,
  actor: string,
): Promise<{ id: number; cells: number; broken: number }> {
  const [taken] = await deps.ids.take(1);
  const id = present(taken, "check id");
  await insertCheck(deps.db, id, actor);
  let cells = 0;
  let broken = 0;
  for (let after = FIRST; ; ) {
    const page = await cellsAfter(deps.db, after, PAGE);
    broken += await checkCells(deps, page);
    cells += page.length;
    const last = page.at(-1);
    if (page.length < PAGE || !last) break;
    after = last;
  }
  await endCheck(deps.db, { id, cells, broken });
  return { id, cells, broken };
}

/** Goes round all cells, some at a time, for ever. @returns a step */
export function roundCheck(deps: Deps, atOnce: number): () => Promise<number> {
  let after = FIRST;
  return async () => {
    const page = await cellsAfter(deps.db, after, atOnce);
    const broken = await checkCells(deps, page);
    after = page.length < atOnce ? FIRST : (page.at(-1) ?? FIRST);
    return broken;
  };
}
