import { inTransaction } from "@/db/client";
import { laneOfStore } from "@/db/log/inbox";
import { upsertStoreMapping } from "@/db/queries/catalog";
import { closeMatched, matchStore } from "@/db/queries/placeable";
import type { Deps } from "../deps";
import { placeAgain } from "./place-again";

export type MapStore = { accountId: number; externalCode: string; storeId: number; by: string };

/** Teach us what a channel calls a shop; every order that waited for it goes on. @returns orders that went on */
export async function mapStore(deps: Deps, input: MapStore): Promise<{ orders: number }> {
  const catalog = await deps.catalog.get();
  return await inTransaction(deps.db, async (tx) => {
    await upsertStoreMapping(tx, input.accountId, input.externalCode, input.storeId);
    const orderIds = await matchStore(
      tx,
      input.accountId,
      input.externalCode,
      input.storeId,
      laneOfStore(input.storeId),
    );
    await closeMatched(tx, "STORE_UNMATCHED", input.accountId, input.externalCode, input.by);
    return { orders: await placeAgain(deps, tx, catalog, orderIds, input.by) };
  });
}
