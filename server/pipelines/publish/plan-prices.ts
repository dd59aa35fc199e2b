import { inTransaction } from "@/db/client";
import { isPassing } from "@/db/passing-errors";
import { learnPublished } from "@/db/queries/channels/plan-rounds";
import { wantPrices } from "@/db/queries/channels/published";
import { findResting } from "@/db/queries/orders/parked";
import { causeOf } from "../apart";
import type { Deps } from "../deps";
import { goOn, type Named, takeApart } from "../sweep";
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
  const items = skuIds.map((skuId) => ({ ...shop, skuId }));
  try {
    return await inTransaction(deps.db, async (tx) => {
      const all = await wantPrices(tx, shop, null);
      await goOn(tx, PRICED, items);
      return all;
    });
  } catch (error) {
    if (isPassing(error)) throw error;
    deps.log.warn({ job: PRICED.job, cause: causeOf(error), ...shop }, "plan failed, halving");
  }
  let changed = 0;
  await inTransaction(deps.db, async (tx) => {
    const resting = await findResting(tx, PRICED.job, items.map(PRICED.subjectOf));
    const awake = items.filter((i) => !resting.has(PRICED.subjectOf(i)));
    await takeApart(deps, tx, {
      of: PRICED,
      items: awake,
      take: async (inner, some) => {
        changed += await wantPrices(
          inner,
          shop,
          some.map((i) => i.skuId),
        );
        return some;
      },
    });
  });
  return changed;
}
