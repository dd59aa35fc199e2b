import type { Tx } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import { type CaseInsert, openCases, recountCases } from "@/db/queries/events";

/**
 * A case about work that failed. Where the order's own row is what cannot be written, the case stands without it and only
 * names it: a fault must not hide itself.
 */
export async function raiseFailed(tx: Tx, found: CaseInsert): Promise<void> {
  const { orderId } = found;
  if (orderId === null) return await openCases(tx, [found]);
  try {
    await tx.savepoint(async (inner) => {
      await openCases(inner as Tx, [found]);
      await recountCases(inner as Tx, [orderId]);
    });
  } catch (error) {
    if (isPassing(error)) throw error;
    await openCases(tx, [{ ...found, orderId: null, data: { ...found.data, orderId } }]);
  }
}
