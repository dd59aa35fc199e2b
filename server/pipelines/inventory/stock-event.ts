import type { TableRows } from "@/db/bulk";
import { eventRows } from "@/db/queries/orders/events";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";

/** Shelves that changed outside an order, as events: one a store. Whoever publishes numbers reads them. */
export async function stockEventRows(
  deps: Deps,
  cells: readonly { storeId: number; skuId: number }[],
  cause: string,
  actor: string,
): Promise<TableRows> {
  const byStore = new Map<number, Set<number>>();
  for (const { storeId, skuId } of cells)
    byStore.set(storeId, (byStore.get(storeId) ?? new Set()).add(skuId));
  const ids = await deps.ids.take(byStore.size);
  const at = deps.clock.now();
  return eventRows(
    [...byStore].map(([storeId, skus], i) => ({
      id: present(ids[i], "event id"),
      kind: "stock.changed",
      orderId: null,
      orderVersion: null,
      fulfilmentId: null,
      storeId,
      actor,
      at,
      payload: { cause, skus: [...skus] },
    })),
  );
}
