import type { LedgerInsert } from "../books/ledger";
import { changeShelf, type ShelfPlan } from "../books/shelf-change";
import type { WaitingReport } from "../report";
import { compareCount, type Variance } from "./compare-report";
import type { KnownLine } from "./read-report";

/** A snapshot or a count of one shop whose lines are known. */
type CountReport = Pick<WaitingReport, "id" | "kind" | "sentBy"> & { storeId: number };
/** What an article costs: `costFen` for `portion` base units, a sold piece. */
export type Costs = { costFen: number; portion: number };
type CostsOf = (skuId: number) => Costs | undefined;

/**
 * Where a report differs from the books.
 *
 * @param booked on hand by article, as of the sender's own position; an article that is not there has no shelf
 * @returns one difference for each line that has one, in their order; a person's count is believed whatever it is
 */
export function findVariances(
  { kind }: Pick<CountReport, "kind">,
  lines: readonly KnownLine[],
  { booked, costsOf }: { booked: ReadonlyMap<number, number>; costsOf: CostsOf },
): Variance[] {
  return lines.flatMap((line) => {
    const books = booked.get(line.skuId);
    if (books === undefined) return [];
    const { costFen = 0, portion = 1 } = costsOf(line.skuId) ?? {};
    const unitMilliFen = (costFen * 1_000) / portion;
    const counted = { skuId: line.skuId, reported: line.qty, booked: books, unitMilliFen };
    return compareCount(counted, kind === "count", portion) ?? [];
  });
}

/**
 * What a report of a shop does to its shelves: differences are booked, what is suspicious is sold no more, and what a person
 * has counted and found right is sold again.
 */
export function planCount(
  report: CountReport,
  lines: readonly KnownLine[],
  variances: readonly Variance[],
): ShelfPlan<null> {
  const { storeId } = report;
  const differs = new Set(variances.map((v) => v.skuId));
  const same = report.kind === "count" ? lines.filter((l) => !differs.has(l.skuId)) : [];
  return {
    changes: [
      ...variances.map(({ skuId, diff, isSuspicious }) =>
        changeShelf({ storeId, skuId }, { onHand: diff, stopped: isSuspicious ? true : null }),
      ),
      // Counted and right: what had been stopped for doubt is sold again.
      ...same.map(({ skuId }) => changeShelf({ storeId, skuId }, { stopped: false })),
    ],
    moves: variances.map((v) => moveOf(v, report)),
    result: null,
  };
}

function moveOf(
  { skuId, diff }: Variance,
  { id, kind, storeId, sentBy }: CountReport,
): LedgerInsert {
  const isCount = kind === "count";
  return {
    storeId,
    skuId,
    kind: isCount ? "count" : "adjust",
    delta: diff,
    quarantineDelta: 0,
    transitDelta: 0,
    ref: `report:${id}`,
    reason: isCount ? "仓库盘点" : "仓库快照差异",
    actor: sentBy,
  };
}
