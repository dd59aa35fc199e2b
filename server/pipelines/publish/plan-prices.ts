import { inTransaction } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import { findResting } from "@/db/queries/parked";
import { learnPublished } from "@/db/queries/plan-rounds";
import { wantPrices } from "@/db/queries/published";
import { causeOf, handleApart } from "../apart";
import type { Deps } from "../deps";
import { type Named, park } from "../sweep";
import { toldAccounts } from "./plan-figures";
import { MANY } from "./plan-round";

type Shop = { accountId: number; storeId: number };
type Priced = Shop & { skuId: number };

const PRICED: Named<Priced> = {
  job: "plan-prices",
  subjectOf: ({ accountId, storeId, skuId }) => `${accountId}:${storeId}:${skuId}`,
  aboutOf: ({ storeId }) => ({ storeId }),
};

/**
 * What every channel's prices should be, a shop at a time. An article whose price cannot be told rests, the others go on.
 *
 * @returns prices that changed
 */
export async function planPrices(deps: Deps): Promise<number> {
  const catalog = await deps.catalog.refresh();
  const shops = toldAccounts(deps, catalog).flatMap((accountId) =>
    [...catalog.stores.keys()]
      .filter((storeId) => catalog.shopKeyOf(accountId, storeId) !== null)
      .map((storeId) => ({ accountId, storeId })),
  );
  let changed = 0;
  for (const shop of shops) changed += await planShop(deps, shop, [...catalog.skus.keys()]);
  await learnPublished(deps.db, MANY);
  return changed;
}

async function planShop(deps: Deps, shop: Shop, skuIds: readonly number[]): Promise<number> {
  try {
    return await wantPrices(deps.db, shop, null);
  } catch (error) {
    if (isPassing(error)) throw error;
    deps.log.warn({ job: PRICED.job, cause: causeOf(error), ...shop }, "plan failed, halving");
  }
  const items = skuIds.map((skuId) => ({ ...shop, skuId }));
  let changed = 0;
  await inTransaction(deps.db, async (tx) => {
    const resting = await findResting(tx, PRICED.job, items.map(PRICED.subjectOf));
    await handleApart(
      tx,
      items.filter((i) => !resting.has(PRICED.subjectOf(i))),
      async (inner, some) => {
        changed += await wantPrices(
          inner,
          shop,
          some.map((i) => i.skuId),
        );
      },
      (inner, item, error) => park(deps, inner, PRICED, item, error),
    );
  });
  return changed;
}
