import type { TableRows } from "@/db/bulk";
import { eventRows } from "@/db/queries/orders/events";
import type { Cellish } from "@/server/domain/inventory";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";

/** What shelves changed for, and by whom. */
export type StockWhy = { cause: string; actor: string };

/** Shelves that changed outside an order, as events: one a store. Whoever publishes numbers reads them. */
export async function stockEventRows(
  deps: Deps,
  cells: readonly Cellish[],
  { cause, actor }: StockWhy,
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
