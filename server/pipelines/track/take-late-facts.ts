import { inTransaction } from "@/db/client";
import { takeWaitingFacts } from "@/db/queries/facts";
import type { Deps } from "../deps";
import { applyFacts } from "./apply-facts";

const BATCH = 300;

/**
 * A cancel and its order may be taken in by two transactions at once, neither seeing the other: the fact then waits though
 * its order is here. This finds such pairs.
 *
 * @returns facts taken
 */
export async function takeLateFacts(deps: Deps): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const facts = await takeWaitingFacts(tx, "others", BATCH);
    if (facts.length > 0) await applyFacts(deps, tx, facts);
    return facts.length;
  });
}
