import type { Tx } from "@/db/client";
import {
  factSubject,
  lockWaitingFacts,
  type ReadyFact,
  settleFacts,
} from "@/db/queries/orders/facts";
import { listPaidLate, markPaid, type PaidRow, type Payment } from "@/db/queries/orders/placeable";
import type { Account } from "@/server/domain/channels";
import { needsNoConfirm } from "@/server/domain/intake";
import { present } from "@/server/domain/kernel/assert";
import { businessDayOf } from "@/server/domain/kernel/instant";
import { type Model, pay, payLate } from "@/server/domain/lifecycle";
import type { CounterDelta } from "@/server/domain/metrics";
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
    find: (tx, limit) => lockWaitingFacts(tx, JOB, "payments", limit),
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
  // An account younger than the catalog we hold: its payment rests, and a later round knows it.
  const accounts = new Map(
    facts.map((f) => [
      f.orderId,
      present(catalog.accounts.get(f.accountId), "account of a payment"),
    ]),
  );
  let late: readonly number[] = [];
  let paid: readonly PaidRow[] = [];
  await placeAgain(deps, tx, {
    catalog,
    again: {
      orderIds: payments.map((p) => p.orderId),
      change: async () => {
        late = await listPaidLate(
          tx,
          payments.map((p) => p.orderId),
        );
        // Who was paid already, or is cancelled, is not among them: the fact is on record and moves nothing.
        paid = await markPaid(tx, payments);
        return { goOn: paid.map((o) => o.id), counters: paid.map(counterOf) };
      },
      tell: (model) => tell(model, { paid, late, accounts, now: deps.clock.now() }),
      by: "channel",
      event: "order.paid",
    },
  });
}

type Telling = {
  paid: readonly PaidRow[];
  late: readonly number[];
  accounts: ReadonlyMap<number, Account>;
  now: ReturnType<Deps["clock"]["now"]>;
};

function tell(model: Model, { paid, late, accounts, now }: Telling): void {
  for (const { id } of paid) {
    const order = present(model.orders.get(id), "paid order");
    const account = present(accounts.get(id), "account of a payment");
    pay(model, order, {
      needsNoConfirm: needsNoConfirm(account),
      autoAccept: account.config.autoAccept,
    });
  }
  for (const id of late) payLate(model, present(model.orders.get(id), "order paid late"), now);
}

function paymentOf({ fact, orderId }: ReadyFact): Payment[] {
  if (fact.kind !== "paid") return [];
  const { at, promiseAt } = fact;
  return [{ orderId, paidAt: at, promiseAt, businessDay: businessDayOf(at) }];
}

const counterOf = (o: PaidRow): CounterDelta => ({
  channel: o.channel,
  storeId: o.storeId ?? 0,
  at: o.paidAt,
  orders: 1,
  paidFen: o.paidFen,
  subsidyFen: o.platformDiscountFen,
});
