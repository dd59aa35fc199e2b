import { present } from "../../kernel/assert";
import type { LedgerInsert } from "../books/ledger";
import { changeShelf, type ShelfPlan } from "../books/shelf-change";
import type { StockCell } from "../cell";
import type { WaitingReport } from "../report";
import type { KnownLine } from "./read-report";

/** How a booking is known again: the same one has the same key in the books. */
export const moveKey = ({
  storeId,
  skuId,
  kind,
  ref,
}: Pick<LedgerInsert, "storeId" | "skuId" | "kind" | "ref">): string =>
  `${storeId}:${skuId}:${kind}:${ref}`;

/** What came and went at a warehouse, as bookings. Quarantine moves goods between sale and quarantine. */
export function movesOf(
  report: Pick<WaitingReport, "accountId" | "sentBy"> & { storeId: number },
  lines: readonly KnownLine[],
): LedgerInsert[] {
  return lines.map(({ skuId, qty, move }) => {
    const { moveId, kind, reason } = present(move, "move of a line");
    const isAside = kind === "quarantine";
    return {
      storeId: report.storeId,
      skuId,
      kind,
      delta: isAside ? 0 : qty,
      quarantineDelta: isAside ? qty : 0,
      transitDelta: 0,
      ref: `wms:${report.accountId}:${moveId}`,
      reason,
      actor: report.sentBy,
    };
  });
}

/**
 * What bookings do to shelves, one after the other.
 *
 * @returns the result is null, or in words the first that would leave less than nothing: then none is done
 */
export function planMoves(
  stock: readonly StockCell[],
  fresh: readonly LedgerInsert[],
): ShelfPlan<string | null> {
  const bySku = new Map(stock.map((c) => [c.skuId, { ...c }]));
  for (const row of fresh) {
    const cell = bySku.get(row.skuId);
    if (!cell) continue;
    cell.onHand += row.delta;
    cell.quarantine += row.quarantineDelta;
    if (cell.onHand < 0 || cell.quarantine < 0)
      return { changes: [], moves: [], result: `${row.ref} 会使库存低于零` };
  }
  const mine = fresh.filter((r) => bySku.has(r.skuId));
  const changes = mine.map((row) =>
    changeShelf(row, { onHand: row.delta, quarantine: row.quarantineDelta }),
  );
  return { changes, moves: mine, result: null };
}
