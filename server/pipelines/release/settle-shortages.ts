import { inTransaction, type Tx } from "@/db/client";
import { settleOverdue } from "@/db/queries/cases/cases";
import { findShortOverdue } from "@/db/queries/cases/sweeps";
import { recountCases } from "@/db/queries/orders/events";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { SHORTAGE_CODES } from "@/server/domain/exceptions";
import { cancel, settleShortage } from "@/server/domain/lifecycle";
import type { Trade } from "@/server/domain/orders";
import type { Deps } from "../deps";
import { sweep } from "../sweep";

const JOB = "shortages";

/**
 * Nobody decided about a shortage before its case fell due: what there is goes, the rest is taken out and owed back; an
 * order with nothing at all is cancelled, by us, as sold out.
 *
 * @returns orders settled
 * @source docs/domain/stock.md#shortages
 */
export async function settleShortages(deps: Deps): Promise<number> {
  // A picker's shortage is settled already: the pieces are out, the money is owed. Its case only tells people.
  await inTransaction(deps.db, async (tx) =>
    recountCases(tx, await settleOverdue(tx, SHORTAGE_CODES, "refund_owed")),
  );
  return await sweep(deps, {
    job: JOB,
    batch: 100,
    find: (tx, limit) => findShortOverdue(tx, JOB, limit),
    subjectOf: String,
    aboutOf: (orderId) => ({ orderId }),
    take: (tx, orderIds) => settleShort(deps, tx, orderIds, "缺货，超时未处理"),
  });
}

/** What is over has nothing to lose any more; what is not paid has nothing yet. */
const SETTLED_IN: ReadonlySet<Trade> = new Set(["paid", "accepted"]);

/**
 * What is missing leaves these orders; those of which nothing is there are cancelled.
 *
 * @returns those that were short
 */
export async function settleShort(
  deps: Deps,
  tx: Tx,
  orderIds: readonly number[],
  why: string,
  isByHand = false,
): Promise<number[]> {
  const model = await loadModel(tx, { orderIds, parcelIds: [], taskIds: [] });
  const now = deps.clock.now();
  const settled: number[] = [];
  for (const orderId of orderIds) {
    const order = model.orders.get(orderId);
    if (order?.stock !== "short" || !SETTLED_IN.has(order.trade) || (order.holds > 0 && !isByHand))
      continue;
    settled.push(orderId);
    if (order.lines.some((l) => l.open > 0 || l.fulfilled > 0)) settleShortage(model, order, now);
    else {
      cancel(model, order, now, why, "merchant");
      model.effects.writebacks.push({
        accountId: order.accountId,
        orderId: order.id,
        kind: "cancel",
      });
    }
  }
  await saveModel(tx, deps.ids, model, []);
  return settled;
}
