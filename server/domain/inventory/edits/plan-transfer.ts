import type { LedgerInsert } from "../books/ledger";
import { changeShelf, type ShelfPlan } from "../books/shelf-change";
import type { TransferRow } from "../books/types";
import { type Cellish, freeOf, type StockCell } from "../cell";

/** Who moves the goods, and why in words for the books. */
type TransferWhy = { actor: string; reason: string };
export type SendingRefusal = "UNKNOWN_CELL" | "ABOVE_STOCK";

const from = ({ fromStoreId, skuId }: TransferRow): Cellish => ({ storeId: fromStoreId, skuId });
const to = ({ toStoreId, skuId }: TransferRow): Cellish => ({ storeId: toStoreId, skuId });
/** The two shelves of a transfer: where it comes from, where it goes. */
export const transferCells = (row: TransferRow): Cellish[] => [from(row), to(row)];

/**
 * Free goods leave one store and are on the way to another.
 *
 * @param stock both shelves, in any order
 * @returns the result is null, or why they cannot be sent: then nothing is done
 */
export function planSending(
  stock: readonly StockCell[],
  row: TransferRow,
  why: TransferWhy,
): ShelfPlan<SendingRefusal | null> {
  const cell = stock.find((c) => c.storeId === row.fromStoreId);
  const fault =
    !cell || stock.length < 2 ? "UNKNOWN_CELL" : row.qty > freeOf(cell) ? "ABOVE_STOCK" : null;
  if (fault !== null) return { changes: [], moves: [], result: fault };
  const move = booking("transfer_out", row, why);
  return {
    changes: [
      changeShelf(from(row), { onHand: -row.qty }),
      changeShelf(to(row), { inTransit: row.qty }),
    ],
    moves: [move(from(row), -row.qty, 0), move(to(row), 0, row.qty)],
    result: null,
  };
}

/**
 * The goods have come.
 *
 * @param received base units, 0 ≤ received ≤ sent; fewer than were sent is what got lost on the way
 */
export function planArrival(row: TransferRow, received: number, actor: string): ShelfPlan<null> {
  const reason = received < row.qty ? `在途少 ${row.qty - received}` : "";
  const move = booking("transfer_in", row, { actor, reason });
  return {
    changes: [changeShelf(to(row), { onHand: received, inTransit: -row.qty })],
    moves: [move(to(row), received, -row.qty)],
    result: null,
  };
}

/** The goods never arrived and are back where they came from. */
export function planReturn(row: TransferRow, actor: string): ShelfPlan<null> {
  const move = booking("transfer_in", row, { actor, reason: "调拨退回" });
  return {
    changes: [
      changeShelf(from(row), { onHand: row.qty }),
      changeShelf(to(row), { inTransit: -row.qty }),
    ],
    moves: [move(from(row), row.qty, 0), move(to(row), 0, -row.qty)],
    result: null,
  };
}

const booking =
  (kind: "transfer_out" | "transfer_in", { id }: TransferRow, why: TransferWhy) =>
  (cell: Cellish, delta: number, transitDelta: number): LedgerInsert => ({
    ...cell,
    kind,
    delta,
    transitDelta,
    quarantineDelta: 0,
    ref: `transfer:${id}`,
    reason: why.reason,
    actor: why.actor,
  });
