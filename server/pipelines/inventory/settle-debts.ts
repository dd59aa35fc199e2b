import { findDebts } from "@/db/queries/claims";
import { cellKey } from "@/server/domain/inventory";
import type { Deps } from "../deps";
import { sweep } from "../sweep";
import { takeShelfFacts } from "./take-shelf-facts";

const JOB = "stock-debts";

/**
 * Goods that are promised and not there are freed by whoever finds out. Where somebody was promised them in the same moment,
 * or a scale showed more than was reserved, it is done here.
 *
 * @returns cells looked at
 */
export async function settleDebts(deps: Deps): Promise<number> {
  return await sweep(deps, {
    job: JOB,
    batch: 50,
    find: (tx, limit) => findDebts(tx, JOB, limit),
    subjectOf: ({ storeId, skuId }) => cellKey(storeId, skuId),
    aboutOf: ({ storeId }) => ({ storeId }),
    take: async (tx, cells) => {
      const nothing = () => ({ changes: [], moves: [], result: null });
      const why = { cause: "debt", actor: "system" };
      const { shortfalls } = await takeShelfFacts(deps, tx, cells, nothing, why);
      return shortfalls.filter((s) => s.left < s.missing).length;
    },
  });
}
