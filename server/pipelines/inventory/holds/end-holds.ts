import { insertTables } from "@/db/bulk";
import { inTransaction, type Tx } from "@/db/client";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { endHolds, findOverdueOrders, lockHolds, lockOverdueHolds } from "@/db/queries/stock/holds";
import { lockStock, reserveStock } from "@/db/queries/stock/stock";
import { giveBack, type HoldRow } from "@/server/domain/inventory";
import { endHeld } from "@/server/domain/lifecycle";
import type { Deps } from "@/server/pipelines/deps";
import { sweep } from "@/server/pipelines/sweep";
import { stockEventRows } from "../stock-event";

const BATCH = 500;
const JOBS = { holds: "expire-holds", orders: "expire-orders" };

/** A checkout was left: its goods are free. Again, it changes nothing. @returns articles given back */
export async function releaseHold(deps: Deps, accountId: number, holdKey: string): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const holds = await lockHolds(tx, [{ accountId, holdKey }]);
    return await giveBackHolds(deps, tx, { holds, cause: "checkout_left" });
  });
}

/** Goods that nobody paid for in time are free again, of checkouts and of orders. @returns holds and orders that ended */
export async function expireHolds(deps: Deps): Promise<number> {
  const holds = await sweep(deps, {
    job: JOBS.holds,
    batch: BATCH,
    find: (tx, limit) => lockOverdueHolds(tx, JOBS.holds, limit),
    subjectOf: ({ accountId, holdKey }) => `${accountId}|${holdKey}`,
    aboutOf: ({ storeId }) => ({ storeId }),
    take: async (tx, overdue) => {
      await giveBackHolds(deps, tx, { holds: overdue, cause: "expired" });
      return overdue;
    },
  });
  return holds + (await expireOrders(deps));
}

async function expireOrders(deps: Deps): Promise<number> {
  return await sweep(deps, {
    job: JOBS.orders,
    batch: BATCH,
    find: (tx, limit) => findOverdueOrders(tx, JOBS.orders, limit),
    subjectOf: String,
    aboutOf: (orderId) => ({ orderId }),
    take: (tx, overdue) => endOrders(deps, tx, overdue),
  });
}

async function endOrders(deps: Deps, tx: Tx, overdue: readonly number[]): Promise<number[]> {
  const model = await loadModel(tx, { orderIds: overdue, parcelIds: [], taskIds: [] });
  const now = deps.clock.now();
  const ended: number[] = [];
  for (const id of overdue) {
    const order = model.orders.get(id);
    // Paid between the look and the lock: its goods are its own now.
    if (order?.trade !== "pending_payment") continue;
    const isOver = order.lines.some((l) =>
      l.reservations.some((r) => r.expiresAt !== null && r.expiresAt <= now),
    );
    if (isOver && endHeld(model, order, { why: "expired", at: now })) ended.push(id);
  }
  await saveModel(tx, deps.ids, { model, more: [] });
  return ended;
}

/** Locked holds end; their shelves are locked here, last. */
async function giveBackHolds(
  deps: Deps,
  tx: Tx,
  { holds, cause }: { holds: readonly HoldRow[]; cause: string },
): Promise<number> {
  if (holds.length === 0) return 0;
  const cells = giveBack(holds);
  await lockStock(tx, cells);
  await endHolds(tx, holds);
  await reserveStock(
    tx,
    cells.filter((c) => c.reserve !== 0),
  );
  await insertTables(tx, [await stockEventRows(deps, cells, { cause, actor: "system" })]);
  return holds.length;
}
