import type { Tx } from "@/db/client";
import { findKnownSince, type KnownSince } from "@/db/queries/orders/placeable";
import type { Deps } from "../deps";
import { sweep } from "../sweep";
import { goOnWithSku } from "./map-sku";
import { goOnInStore } from "./map-store";

const JOB = "known-since";

/**
 * Orders that came in while somebody mapped the article or the shop they name, and did not see it: they go on as if they had
 * come before. One code at a time, because each has doors of its own to lock.
 *
 * @returns codes of which orders went on
 */
export async function takeKnown(deps: Deps): Promise<number> {
  return await sweep(deps, {
    job: JOB,
    batch: 1,
    find: (tx, limit) => findKnownSince(tx, JOB, limit),
    subjectOf: ({ code, accountId, externalCode }) => `${code}|${accountId}|${externalCode}`,
    take: async (tx, codes) => {
      for (const code of codes) await goOn(deps, tx, code);
      return codes;
    },
  });
}

async function goOn(deps: Deps, tx: Tx, known: KnownSince): Promise<void> {
  const { code, accountId, externalCode, target, orderIds } = known;
  const named = { accountId, externalCode, orderIds, by: "system" };
  if (code === "SKU_UNMATCHED") await goOnWithSku(deps, tx, { ...named, skuId: target });
  else await goOnInStore(deps, tx, { ...named, storeId: target });
}
