import { inTransaction, type Tx } from "@/db/client";
import { renewClocks } from "@/db/queries/cases/cases";
import { upsertSkuMapping } from "@/db/queries/channels/catalog";
import { closeMatched, findUnmatched, matchLines } from "@/db/queries/orders/placeable";
import { unaskedPieces } from "@/server/domain/exceptions";
import { askOdd, canGoOn, type MatchedLine, type Model } from "@/server/domain/lifecycle";
import type { Deps } from "../deps";
import { placeAgain } from "../place/place-again";

type MapSku = { accountId: number; externalCode: string; skuId: number; by: string };

/** Teach us what a channel calls an article; every order that waited for it goes on. @returns orders that went on */
export async function mapSku(deps: Deps, input: MapSku): Promise<{ orders: number }> {
  const { accountId, externalCode, skuId, by } = input;
  return await inTransaction(deps.db, async (tx) => {
    const orderIds = await findUnmatched(tx, accountId, externalCode);
    const orders = await goOnWithSku(deps, tx, { ...input, orderIds });
    await upsertSkuMapping(tx, { accountId, externalCode, target: skuId }, by);
    return { orders };
  });
}

/** Orders that waited for an article to be mapped go on. @returns how many */
export async function goOnWithSku(
  deps: Deps,
  tx: Tx,
  { accountId, externalCode, skuId, by, orderIds }: MapSku & { orderIds: readonly number[] },
): Promise<number> {
  const catalog = await deps.catalog.get();
  let matched: readonly MatchedLine[] = [];
  const change = async (before: Model) => {
    matched = await matchLines(tx, { orderIds, externalCode, skuId });
    await closeMatched(tx, { code: "SKU_UNMATCHED", accountId, externalCode, orderIds }, by);
    return { goOn: orderIds.filter((id) => canGoOn(before, id)), counters: [] };
  };
  const article = catalog.skus.get(skuId);
  const allowed = catalog.accounts.get(accountId)?.config.linePiecesMax ?? 0;
  const limit = {
    most: unaskedPieces(allowed, article?.lineMax ?? null),
    name: article?.name ?? String(skuId),
  };
  const tell = (model: Model) => askOdd(model, matched, { ...limit, at: deps.clock.now() });
  const orders = await placeAgain(deps, tx, { catalog, again: { orderIds, by, change, tell } });
  await renewClocks(tx, orderIds);
  return orders;
}
