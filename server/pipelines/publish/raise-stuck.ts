import { inTransaction } from "@/db/client";
import { blockStubborn } from "@/db/queries/cases/stuck";
import { openCases } from "@/db/queries/orders/events";
import { type Account, type Settled, stuckCase } from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import type { Deps } from "../deps";

/** Articles that a channel refuses again and again are people's to look at, one case a shop. */
export async function raiseStuck(
  deps: Deps,
  { account, of, tries }: { account: Account; of: Settled; tries: number },
): Promise<void> {
  const [taken] = await deps.ids.take(1);
  const id = present(taken, "case id");
  await inTransaction(deps.db, async (tx) => {
    const stuck = await blockStubborn(tx, of, tries);
    if (stuck.count === 0) return;
    const found = stuckCase(of, { ...stuck, account: account.name }, deps.clock.now());
    await openCases(tx, [{ ...found, id }]);
  });
}
