import { inTransaction } from "@/db/client";
import { closeAnswered, findUnaccepted } from "@/db/queries/cases";
import { openCases, recountCases } from "@/db/queries/events";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";

const BATCH = 200;
/** A case is opened when so much of the channel's time is gone: there must be some left to act in. */
const WARN_BPS = 6_000;

/**
 * Orders a platform will take back because nobody accepted them in its time: people see them before it is over, and no
 * longer than it matters.
 *
 * @returns cases opened
 * @source reference/lifecycle.md d1, accept deadline of the channel
 */
export async function watchAcceptance(deps: Deps): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    await recountCases(tx, await closeAnswered(tx));
    const late = await findUnaccepted(tx, WARN_BPS, BATCH);
    const ids = await deps.ids.take(late.length);
    await openCases(
      tx,
      late.map((order, i) => ({
        id: present(ids[i], "case id"),
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
    return late.length;
  });
}
