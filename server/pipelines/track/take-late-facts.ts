import { factSubject, lockWaitingFacts, settleFacts } from "@/db/queries/orders/facts";
import type { Deps } from "../deps";
import { sweep } from "../sweep";
import { applyFacts } from "./apply-facts";

const JOB = "late-facts";

/**
 * A cancel and its order may be taken in by two transactions at once, neither seeing the other: the fact then waits though
 * its order is here. This finds such pairs.
 *
 * @returns facts taken
 */
export async function takeLateFacts(deps: Deps): Promise<number> {
  return await sweep(deps, {
    job: JOB,
    batch: 300,
    find: (tx, limit) => lockWaitingFacts(tx, { job: JOB, which: "others", limit }),
    subjectOf: factSubject,
    aboutOf: ({ orderId }) => ({ orderId }),
    take: async (tx, facts) => {
      await settleFacts(tx, facts);
      const waiting = await applyFacts(deps, tx, facts);
      const still = new Set(
        waiting.map((w) => `${w.accountId}|${w.kind}|${w.version}|${w.externalNo}`),
      );
      return facts.filter((fact) => !still.has(factSubject(fact)));
    },
  });
}
