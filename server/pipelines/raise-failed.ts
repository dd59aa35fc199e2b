import type { Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import {
  type CaseInsert,
  lockOrderAtOnce,
  openCases,
  recountCases,
} from "@/db/queries/orders/events";

/**
 * A case about work that failed. Where the order's own row is what cannot be written, the case stands without it and only
 * names it: a fault must not hide itself. What was done before in this transaction may have taken locks that come after an
 * order's, so the order is had at once or not at all.
 *
 * @throws the database's own error when somebody holds the order: the transaction has to be done again
 */
export async function raiseFailed(tx: Tx, found: CaseInsert): Promise<void> {
  const { orderId } = found;
  if (orderId === null) return await openCases(tx, [found]);
  try {
    await tx.savepoint(async (inner) => {
      await lockOrderAtOnce(inner as Tx, orderId);
      await openCases(inner as Tx, [found]);
      await recountCases(inner as Tx, [orderId]);
    });
  } catch (error) {
    if (isPassing(error)) throw error;
    await openCases(tx, [{ ...found, orderId: null, data: { ...found.data, orderId } }]);
  }
}
