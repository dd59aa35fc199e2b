import { inTransaction, type Tx } from "@/db/client";
import { recountCases } from "@/db/queries/orders/events";
import {
  closeRestless,
  dropRests,
  findUnwanted,
  lockOrdersOf,
  type UnwantedCase,
} from "@/db/queries/orders/unwanted";
import { causeOf, handleApart } from "./apart";
import type { Deps } from "./deps";

const BATCH = 200;

/**
 * Close cases of work that failed once and is wanted no more: its order was cancelled, its shelf is gone, there is enough
 * again. Nobody will ever succeed with it, so nobody else closes them. Should it be wanted again and fail, that is a new case.
 *
 * @returns cases closed
 */
export async function closeUnwanted(deps: Deps): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const handle = async (inner: Tx, some: UnwantedCase[]): Promise<number> => {
      await dropRests(inner, some);
      const gone = await closeRestless(inner, some, "unwanted");
      await recountCases(
        inner,
        gone.flatMap(({ orderId }) => orderId ?? []),
      );
      return gone.length;
    };
    // It stays open, and is looked at again: it is a case already.
    const setAside = async (
      _: Tx,
      { job, subject }: UnwantedCase,
      error: unknown,
    ): Promise<void> => {
      deps.log.error({ job, subject, cause: causeOf(error) }, "a case of failed work stays open");
    };
    const found = await lockOrdersOf(tx, await findUnwanted(tx, BATCH));
    const closed = await handleApart(tx, found, { handle, setAside });
    return closed.reduce((sum, n) => sum + n, 0);
  });
}
