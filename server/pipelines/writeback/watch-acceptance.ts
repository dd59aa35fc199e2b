import { inTransaction, type Tx } from "@/db/client";
import { closeAnswered, findUnaccepted, type UnacceptedRow } from "@/db/queries/cases/cases";
import { lockOrders, openNewCases, recountCases } from "@/db/queries/orders/events";
import type { Deps } from "../deps";
import { sweep } from "../sweep";

const JOB = "acceptance";
const BATCH = 200;
/** A case is opened when so much of the channel's time is gone: there must be some left to act in. */
const WARN_BPS = 6_000;

/**
 * Orders a platform will take back because nobody accepted them in its time: people see them before it is over, and no
 * longer than it matters.
 *
 * @returns cases opened
 * @source docs/domain/lifecycle.md#accept-deadline
 */
export async function watchAcceptance(deps: Deps): Promise<number> {
  await inTransaction(deps.db, async (tx) => recountCases(tx, await closeAnswered(tx)));
  return await sweep(deps, {
    job: JOB,
    batch: BATCH,
    find: (tx, limit) => findUnaccepted(tx, { job: JOB, shareBps: WARN_BPS, limit }),
    subjectOf: (order) => String(order.id),
    aboutOf: (order) => ({ orderId: order.id }),
    take: async (tx, seen) => {
      await lockOrders(
        tx,
        seen.map((o) => o.id),
      );
      const locked = new Set(seen.map((o) => o.id));
      // Somebody may have answered while the lock was waited for.
      const now = await findUnaccepted(tx, { job: JOB, shareBps: WARN_BPS, limit: BATCH });
      const late = now.filter((o) => locked.has(o.id));
      await warn(deps, tx, late);
      return late;
    },
  });
}

async function warn(deps: Deps, tx: Tx, late: readonly UnacceptedRow[]): Promise<void> {
  await openNewCases(
    tx,
    deps.ids,
    late.map((order) => ({
      code: "ACCEPT_LATE",
      subject: `order:${order.id}`,
      orderId: order.id,
      fulfilmentId: null,
      accountId: order.accountId,
      storeId: order.storeId,
      cause: `平台限 ${order.deadlineSeconds} 秒内接单，尚未接单`,
      data: {},
      riskFen: order.paidFen,
      dueAt: order.dueAt,
    })),
  );
  await recountCases(
    tx,
    late.map((o) => o.id),
  );
}
