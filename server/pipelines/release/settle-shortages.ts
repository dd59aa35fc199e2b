import { inTransaction, type Tx } from "@/db/client";
import { settleOverdue } from "@/db/queries/cases/cases";
import { findShortOverdue } from "@/db/queries/cases/sweeps";
import { recountCases } from "@/db/queries/orders/events";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { SHORTAGE_CODES } from "@/server/domain/exceptions";
import { endShortage } from "@/server/domain/lifecycle";
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
    take: (tx, orderIds) => settleShort(deps, tx, { orderIds, why: "缺货，超时未处理" }),
  });
}

/**
 * What is missing leaves these orders; those of which nothing is there are cancelled.
 *
 * @param how `isByHand`: whatever else holds the order
 * @returns those that were short
 */
export async function settleShort(
  deps: Deps,
  tx: Tx,
  { orderIds, ...how }: { orderIds: readonly number[]; why: string; isByHand?: boolean },
): Promise<number[]> {
  const model = await loadModel(tx, { orderIds, parcelIds: [], taskIds: [] });
  const at = deps.clock.now();
  const settled = orderIds.filter((id) => {
    const order = model.orders.get(id);
    return order !== undefined && endShortage(model, order, { ...how, at });
  });
  await saveModel(tx, deps.ids, { model, more: [] });
  return settled;
}
