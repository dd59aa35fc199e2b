import type { ChannelFact, ChannelOrder } from "../channels";
import type { Instant } from "../kernel/instant";
import type { CounterDelta } from "../metrics";
import type { Trade } from "../orders";
import { sourceKey } from "./content";
import type { Heard, NewOrder } from "./understood";

/** An order as we have it. Hashes in hex; `contactAt` in epoch ms: when its channel last told of its buyer. */
export type KnownOrder = {
  id: number;
  accountId: number;
  externalNo: string;
  contentHash: string;
  contactHash: string | null;
  contactAt: number;
  /** Another contact was told and has not been taken yet: whatever is told now may be newer. */
  contactWaits: boolean;
  trade: Trade;
};

/** Hashes of an order as it is told now. A contact that is not told whole is none. */
export type Hashes = { content: string; contact: string | null };

/** An order with the hashes of what it says. */
export type Hashed<M extends Heard = Heard> = NewOrder<M> & { hashes: Hashes };

export type Sorted<M extends Heard = Heard> = {
  fresh: Hashed<M>[];
  facts: { from: NewOrder<M>; fact: ChannelFact }[];
  duplicates: CounterDelta[];
  /** Told again with other goods or other money. */
  conflicts: NewOrder<M>[];
  /** Told again, later, with another buyer, phone or door. */
  contacts: Hashed<M>[];
};

type Before = Pick<
  KnownOrder,
  "contentHash" | "contactHash" | "contactAt" | "contactWaits" | "trade"
>;

/**
 * The first telling of an order is the order; later ones are at most news of its state or of where it goes.
 *
 * @param known orders we have, by `sourceKey`
 */
export function sortOrders<M extends Heard>(
  orders: readonly NewOrder<M>[],
  known: ReadonlyMap<string, KnownOrder>,
  hashesOf: (order: NewOrder<M>) => Hashes,
): Sorted<M> {
  const out: Sorted<M> = { fresh: [], facts: [], duplicates: [], conflicts: [], contacts: [] };
  const seen = new Map<string, Before>();
  for (const from of orders) {
    const { order } = from;
    const key = sourceKey(from.account.id, order.externalNo);
    const before = seen.get(key) ?? known.get(key);
    const told = { ...from, hashes: hashesOf(from) };
    if (before === undefined) {
      seen.set(key, asKnown(order, told.hashes));
      out.fresh.push(told);
    } else if (tellAgain(out, before, told)) {
      const { contact } = told.hashes;
      seen.set(key, { ...before, contactHash: contact, contactAt: toldAt(told) });
    }
    const fact = stateFact(order);
    // A new order that comes accepted already says so itself.
    if (fact && !(before === undefined && fact.kind === "accepted")) out.facts.push({ from, fact });
  }
  return out;
}

/** An order we have is told once more. @returns whether it goes to somebody else now */
function tellAgain<M extends Heard>(out: Sorted<M>, before: Before, told: Hashed<M>): boolean {
  const { order, hashes } = told;
  const isOther = before.contentHash !== hashes.content;
  const isMoved = !isOther && isOtherContact(before, told);
  out.duplicates.push(duplicate(told));
  if (isOther) out.conflicts.push(told);
  if (isMoved) out.contacts.push(told);
  if (before.trade === "pending_payment" && isPaid(order))
    out.facts.push({ from: told, fact: paidFact(order) });
  return isMoved;
}

const asKnown = (order: ChannelOrder, { content, contact }: Hashes): Before => ({
  contentHash: content,
  contactHash: contact,
  contactAt: order.versionAt,
  contactWaits: false,
  trade: order.trade,
});

/** What was told before, or at the same moment in another message, is no news of a buyer. */
/**
 * When its channel told what it says of the buyer, epoch ms. What we asked for says how things stood when it came: an order's
 * own time moves with its state, not with its address.
 */
export const toldAt = ({ message, order }: NewOrder): Instant =>
  message.topic.startsWith("detail")
    ? (Math.max(message.receivedAt, order.versionAt) as Instant)
    : order.versionAt;

const isOtherContact = (before: Before, told: Hashed): boolean => {
  const { contact } = told.hashes;
  return (
    contact !== null &&
    (before.contactHash !== contact || before.contactWaits) &&
    toldAt(told) > before.contactAt
  );
};

const duplicate = ({ account, message }: NewOrder): CounterDelta => ({
  channel: account.channel,
  storeId: 0,
  at: message.receivedAt,
  duplicates: 1,
});

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
