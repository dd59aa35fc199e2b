import { insertTables } from "@/db/bulk";
import type { Tx } from "@/db/client";
import { writebackRows } from "@/db/queries/channels/writebacks";
import { openCases, recountCases } from "@/db/queries/orders/events";
import {
  type FactRow,
  factSubject,
  lockWaitingFacts,
  settleFacts,
} from "@/db/queries/orders/facts";
import { listPaidLate, markPaid, type PaidRow, type Payment } from "@/db/queries/orders/placeable";
import type { CounterDelta } from "@/db/queries/upkeep/counters";
import type { Account } from "@/server/domain/channels";
import { present } from "@/server/domain/kernel/assert";
import { businessDayOf } from "@/server/domain/kernel/instant";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { needsNoConfirm } from "../intake/draft-order";
import { sweep } from "../sweep";
import { placeAgain } from "./place-again";

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
      const payments = facts.flatMap((row) =>
        // An account younger than the catalog we hold: its payment rests, and a later round knows it.
        paymentOf(row, present(catalog.accounts.get(row.accountId), "account of a payment")),
      );
      await placeAgain(deps, tx, catalog, {
        orderIds: payments.map((p) => p.orderId),
        change: async () => {
          await raisePaidLate(deps, tx, payments);
          return await pay(tx, catalog, payments);
        },
        by: "channel",
        event: "order.paid",
      });
      return facts;
    },
  });
}

/** Paid for what is over: nothing moves, and the money is owed back until somebody says that it went. */
async function raisePaidLate(deps: Deps, tx: Tx, payments: readonly Payment[]): Promise<void> {
  const late = await listPaidLate(
    tx,
    payments.map((p) => p.orderId),
  );
  const ids = await deps.ids.take(late.length);
  await openCases(
    tx,
    late.map(({ id, accountId, storeId, paidFen }, i) => ({
      id: present(ids[i], "case id"),
      code: "PAY_AFTER_TIMEOUT",
      subject: `paid:${id}`,
      orderId: id,
      fulfilmentId: null,
      accountId,
      storeId,
      cause: "订单已取消后收到付款，款项应退回买家",
      data: { owedFen: paidFen },
      riskFen: paidFen,
      dueAt: deps.clock.now() + 30 * 60_000,
    })),
  );
  await recountCases(
    tx,
    late.map((o) => o.id),
  );
}

function paymentOf({ fact, orderId }: FactRow, account: Account): Payment[] {
  if (fact.kind !== "paid" || orderId === null) return [];
  const { at, promiseAt } = fact;
  const accepted = needsNoConfirm(account);
  return [{ orderId, paidAt: at, promiseAt, accepted, businessDay: businessDayOf(at) }];
}

async function pay(
  tx: Tx,
  catalog: Catalog,
  payments: readonly Payment[],
): Promise<{ goOn: number[]; counters: CounterDelta[] }> {
  // Who was paid already, or is cancelled, is not among them: the fact is on record and moves nothing.
  const paid = await markPaid(tx, payments);
  const confirm = paid.filter(
    (o) => o.trade === "paid" && catalog.accounts.get(o.accountId)?.config.autoAccept === true,
  );
  await insertTables(tx, [
    writebackRows(confirm.map((o) => ({ accountId: o.accountId, orderId: o.id, kind: "confirm" }))),
  ]);
  return { goOn: paid.map((o) => o.id), counters: paid.map(counterOf) };
}

const counterOf = (o: PaidRow): CounterDelta => ({
  channel: o.channel,
  storeId: o.storeId ?? 0,
  at: o.paidAt,
  orders: 1,
  paidFen: o.paidFen,
  subsidyFen: o.platformDiscountFen,
});
