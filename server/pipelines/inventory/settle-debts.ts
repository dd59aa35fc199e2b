import { inTransaction } from "@/db/client";
import { findDebts } from "@/db/queries/claims";
import type { Deps } from "../deps";
import { takeShelfFacts } from "./take-shelf-facts";

const BATCH = 50;

/**
 * Goods that are promised and not there are freed by whoever finds out. Where somebody was promised them in the same moment,
 * or a scale showed more than was reserved, it is done here.
 *
 * @returns cells looked at
 */
export async function settleDebts(deps: Deps): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const cells = await findDebts(tx, BATCH);
    if (cells.length === 0) return 0;
    const nothing = () => ({ changes: [], moves: [], result: null });
    const why = { cause: "debt", actor: "system" };
    const { shortfalls } = await takeShelfFacts(deps, tx, cells, nothing, why);
    return shortfalls.filter((s) => s.left < s.missing).length;
  });
}
