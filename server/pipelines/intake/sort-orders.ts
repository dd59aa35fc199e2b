import type { KnownOrder } from "@/db/queries/orders/insert-orders";
import type { CounterDelta } from "@/db/queries/upkeep/counters";
import type { ChannelFact, ChannelOrder } from "@/server/domain/channels";
import type { NewOrder } from "./accept-orders";
import { contentHash } from "./draft-order";

export const sourceKey = (accountId: number, externalNo: string) => `${accountId}|${externalNo}`;
/** Orders we have, by `sourceKey`. */
export type Known = Map<string, KnownOrder>;

export type Sorted = {
  fresh: NewOrder[];
  facts: { from: NewOrder; fact: ChannelFact }[];
  duplicates: CounterDelta[];
  conflicts: NewOrder[];
};

/** The first telling of an order is the order; later ones are at most news of its state. */
export function sortOrders(orders: readonly NewOrder[], known: Known): Sorted {
  const out: Sorted = { fresh: [], facts: [], duplicates: [], conflicts: [] };
  const seen = new Map<string, Pick<KnownOrder, "contentHash" | "trade">>();
  for (const from of orders) {
    const key = sourceKey(from.account.id, from.order.externalNo);
    const before = seen.get(key) ?? known.get(key);
    const mine = contentHash(from.order);
    if (before === undefined) {
      seen.set(key, { contentHash: mine, trade: from.order.trade });
      out.fresh.push(from);
    } else {
      out.duplicates.push({
        channel: from.account.channel,
        storeId: 0,
        at: from.message.receivedAt,
        duplicates: 1,
      });
      if (before.contentHash !== mine) out.conflicts.push(from);
      if (before.trade === "pending_payment" && isPaid(from.order))
        out.facts.push({ from, fact: paidFact(from.order) });
    }
    const fact = stateFact(from.order);
    // A new order that comes accepted already says so itself.
    if (fact && !(before === undefined && fact.kind === "accepted")) out.facts.push({ from, fact });
  }
  return out;
}

const isPaid = ({ trade }: ChannelOrder): boolean =>
  trade !== "pending_payment" && trade !== "cancelled";

/** Told of an order that waited for its money. One order is paid once, however often that is told. */
const paidFact = (order: ChannelOrder): ChannelFact => ({
  externalNo: order.externalNo,
  at: order.paidAt ?? order.versionAt,
  version: "paid",
  kind: "paid",
  promiseAt: order.promiseAt,
});

/** What a snapshot of an order says beyond "it exists". */
function stateFact(order: ChannelOrder): ChannelFact | null {
  const base = {
    externalNo: order.externalNo,
    at: order.versionAt,
    version: String(order.versionAt),
  };
  if (order.trade === "accepted") return { ...base, kind: "accepted" };
  if (order.trade === "completed") return { ...base, kind: "completed" };
  if (order.trade === "cancelled")
    return { ...base, kind: "cancelled", reason: "平台已取消", by: "platform" };
  return null;
}
