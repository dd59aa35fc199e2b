import { inTransaction, type Tx } from "@/db/client";
import { settleOverdue } from "@/db/queries/cases/cases";
import { findShortOverdue } from "@/db/queries/cases/sweeps";
import { recountCases } from "@/db/queries/orders/events";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { SHORTAGE_CODES } from "@/server/domain/exceptions";
import type { Instant } from "@/server/domain/kernel/instant";
import { endShortage, type Model, type OrderState } from "@/server/domain/lifecycle";
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
    take: async (tx, orderIds) => {
      const settled: number[] = [];
      const end: EndRule = (model, order, at) => {
        if (endShortage(model, order, { why: "缺货，超时未处理", at })) settled.push(order.id);
      };
      await settleOrders(deps, tx, { orderIds, end });
      return settled;
    },
  });
}

/** How an order ends, or part of it. */
export type EndRule = (model: Model, order: OrderState, at: Instant) => void;

/** Let a rule end what these orders miss. */
export async function settleOrders(
  deps: Deps,
  tx: Tx,
  { orderIds, end }: { orderIds: readonly number[]; end: EndRule },
): Promise<void> {
  const model = await loadModel(tx, { orderIds, parcelIds: [], taskIds: [] });
  const at = deps.clock.now();
  for (const id of orderIds) {
    const order = model.orders.get(id);
    if (order) end(model, order, at);
  }
  await saveModel(tx, deps.ids, { model, more: [] });
}
