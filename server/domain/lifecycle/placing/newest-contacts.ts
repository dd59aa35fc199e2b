import type { ChannelFact, ContactFact } from "../../channels";

/** A buyer as he was told of later, of an order that is here; `at` in epoch ms. */
export type NewContact = Omit<ContactFact, "kind"> & {
  accountId: number;
  externalNo: string;
  version: string;
  orderId: number;
  at: number;
};

/** Of one order told of twice, the later word. Other facts are none of buyers. */
export function newestContacts(
  facts: readonly { accountId: number; fact: ChannelFact; orderId: number }[],
): NewContact[] {
  const found = new Map<number, NewContact>();
  for (const { accountId, fact, orderId } of facts)
    if (fact.kind === "contact" && fact.at > (found.get(orderId)?.at ?? 0))
      found.set(orderId, { ...fact, accountId, orderId });
  return [...found.values()];
}
