import { findDebts } from "@/db/queries/orders/claims";
import { type Cellish, cellKey } from "@/server/domain/inventory";
import type { Deps } from "../deps";
import { sweep } from "../sweep";
import { takeShelfFacts } from "./counts/take-shelf-facts";

const JOB = "stock-debts";
const cellOf = ({ storeId, skuId }: Cellish) => cellKey(storeId, skuId);

/**
 * Goods that are promised and not there are freed by whoever finds out. Where somebody was promised them in the same moment,
 * or a scale showed more than was reserved, it is done here.
 *
 * @returns cells of which something was freed
 */
export async function settleDebts(deps: Deps): Promise<number> {
  return await sweep(deps, {
    job: JOB,
    batch: 50,
    find: (tx, limit) => findDebts(tx, JOB, limit),
    subjectOf: cellOf,
    aboutOf: ({ storeId }) => ({ storeId }),
    take: async (tx, cells) => {
      const decide = () => ({ changes: [], moves: [], result: null });
      const why = { cause: "debt", actor: "system" };
      const { shortfalls } = await takeShelfFacts(deps, tx, { cells, decide, why });
      const freed = shortfalls.filter((s) => s.left < s.missing).map(cellOf);
      return cells.filter((cell) => freed.includes(cellOf(cell)));
    },
  });
}
