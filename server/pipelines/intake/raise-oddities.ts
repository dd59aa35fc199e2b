import type { Tx } from "@/db/client";
import { openNewCases } from "@/db/queries/orders/events";
import { type Oddities, oddityCases } from "@/server/domain/intake";
import type { Deps } from "../deps";

/** What is odd about a batch is kept, and raised to people. */
export async function raiseOddities(deps: Deps, tx: Tx, odd: Oddities): Promise<void> {
  await openNewCases(tx, deps.ids, oddityCases(odd, deps.clock.now()));
}
