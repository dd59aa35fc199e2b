import type { Tx } from "@/db/client";
import {
  factSubject,
  lockWaitingFacts,
  type ReadyFact,
  settleFacts,
} from "@/db/queries/orders/facts";
import { listPaidLate, markPaid } from "@/db/queries/orders/placeable";
import { needsNoConfirm } from "@/server/domain/intake";
import { present } from "@/server/domain/kernel/assert";
import {
  type PaidRow,
  type Paying,
  paidCounter,
  payAll,
  paymentOf,
} from "@/server/domain/lifecycle";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { placeAgain } from "../place/place-again";
import { sweep } from "../sweep";

const JOB = "payments";

/**
 * Orders that waited for their money and have it: from now on they are like orders that came paid. Their goods are
 * promised and their parcels planned in the transaction that makes them paid.
 *
 * @returns payments taken
 */
export async function takePayments(deps: Deps): Promise<number> {
  const catalog = await deps.catalog.get();
  return await sweep(deps, {
    job: JOB,
    batch: 100,
    find: (tx, limit) => lockWaitingFacts(tx, { job: JOB, which: "payments", limit }),
    subjectOf: factSubject,
    aboutOf: ({ orderId }) => ({ orderId }),
    take: async (tx, facts) => {
      await settleFacts(tx, facts);
      await take(deps, tx, { catalog, facts });
      return facts;
    },
  });
}

async function take(
  deps: Deps,
  tx: Tx,
  { catalog, facts }: { catalog: Catalog; facts: readonly ReadyFact[] },
): Promise<void> {
  const payments = facts.flatMap(paymentOf);
  let late: readonly number[] = [];
  let paid: readonly PaidRow[] = [];
  await placeAgain(deps, tx, {
    catalog,
    again: {
      orderIds: payments.map((p) => p.orderId),
      change: async () => {
        late = await listPaidLate(tx, payments);
        // Who was paid already, or is cancelled, is not among them: the fact is on record and moves nothing.
        paid = await markPaid(tx, payments);
        return { goOn: paid.map((o) => o.id), counters: paid.map(paidCounter) };
      },
      tell: (model) => {
        const at = deps.clock.now();
        payAll(model, { paid: new Map(paid.map((o) => [o.id, payingOf(catalog, o)])), late, at });
      },
      by: "channel",
      event: "order.paid",
    },
  });
}

/** An account younger than the catalog we hold: its payment rests, and a later round knows it. */
function payingOf(catalog: Catalog, { accountId }: PaidRow): Paying {
  const account = present(catalog.accounts.get(accountId), "account of a payment");
  return { needsNoConfirm: needsNoConfirm(account), autoAccept: account.config.autoAccept };
}
