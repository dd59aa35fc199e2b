import { inTransaction } from "@/db/client";
import { upsertSkuMapping } from "@/db/queries/catalog";
import { closeMatched, matchLines } from "@/db/queries/placeable";
import type { Deps } from "../deps";
import { placeAgain } from "./place-again";

export type MapSku = { accountId: number; externalCode: string; skuId: number; by: string };

/** Teach us what a channel calls an article; every order that waited for it goes on. @returns orders that went on */
export async function mapSku(deps: Deps, input: MapSku): Promise<{ orders: number }> {
  const catalog = await deps.catalog.get();
  return await inTransaction(deps.db, async (tx) => {
    await upsertSkuMapping(tx, input.accountId, input.externalCode, input.skuId, input.by);
    const orderIds = await matchLines(tx, input.accountId, input.externalCode, input.skuId);
    await closeMatched(tx, "SKU_UNMATCHED", input.accountId, input.externalCode, input.by);
    return { orders: await placeAgain(deps, tx, catalog, orderIds, input.by) };
  });
}
