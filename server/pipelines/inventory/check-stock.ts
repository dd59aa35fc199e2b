import { inTransaction } from "@/db/client";
import { type CaseInsert, closeCasesAbout, openCases } from "@/db/queries/orders/events";
import { findResting } from "@/db/queries/orders/parked";
import {
  cellsAfter,
  type Drift,
  endCheck,
  findDrift,
  insertCheck,
  readNow,
} from "@/db/queries/stock/drift";
import type { Cellish } from "@/db/queries/stock/stock";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";
import { type Named, takeApart } from "../sweep";

const PAGE = 500;
const FIRST: Cellish = { storeId: 0, skuId: 0 };

const WORDS: Record<Drift["fields"][number]["field"], string> = {
  reserved: "预占",
  picked: "已拣",
  onHand: "实物",
  quarantine: "隔离",
  inTransit: "在途",
  dedicated: "渠道独占",
};

/** One sentence for people. */
export const driftSentence = (drift: Drift): string =>
  drift.fields.map((f) => `${WORDS[f.field]}账面 ${f.books}，应为 ${f.truth}`).join("；");

const subjectOf = ({ storeId, skuId }: Cellish) => `cell:${storeId}:${skuId}`;
const ROUND: Named<Cellish> = {
  job: "stock-sweep",
  subjectOf,
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
  const ids = await deps.ids.take(wrong.length);
  const cases = new Map(
    wrong.map((drift, i) => [subjectOf(drift), caseOf(deps, present(ids[i], "case id"), drift)]),
  );
  await inTransaction(deps.db, async (tx) => {
    const resting = await findResting(tx, ROUND.job, cells.map(subjectOf));
    const awake = cells.filter((cell) => !resting.has(subjectOf(cell)));
    await takeApart(deps, tx, ROUND, awake, async (inner, some) => {
      const subjects = some.map(subjectOf);
      await openCases(
        inner,
        subjects.flatMap((subject) => cases.get(subject) ?? []),
      );
      const inOrder = subjects.filter((subject) => !cases.has(subject));
      await closeCasesAbout(inner, "STOCK_DRIFT", inOrder, "gone", readAt);
      return some;
    });
  });
  return wrong.length;
}

const caseOf = (deps: Deps, id: number, drift: Drift): CaseInsert => ({
  id,
  code: "STOCK_DRIFT",
  subject: subjectOf(drift),
  orderId: null,
  fulfilmentId: null,
  accountId: null,
  storeId: drift.storeId,
  cause: `库存不平：${driftSentence(drift)}`,
  data: { ...drift },
  riskFen: 0,
  dueAt: deps.clock.now() + 30 * 60_000,
});

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
  await endCheck(deps.db, id, cells, broken);
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
