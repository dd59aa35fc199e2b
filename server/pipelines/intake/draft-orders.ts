import { createHash } from "node:crypto";
import type { ChannelOrder } from "@/server/domain/channels";
import {
  contactOf,
  contentOf,
  type Draft,
  draftLines,
  draftOrder,
  type Hashed,
  type Hashes,
  type NewOrder,
  sealContact,
  wholeContact,
} from "@/server/domain/intake";
import { present } from "@/server/domain/kernel/assert";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";

/** New channel orders as rows on their way: looked up, keyed and sealed. */
export async function draftOrders(
  deps: Pick<Deps, "ids" | "vault">,
  catalog: Catalog,
  { orders, laneOf }: { orders: readonly Hashed[]; laneOf: (storeId: number) => number },
): Promise<Draft[]> {
  const ids = await deps.ids.take(orders.length);
  return orders.map(({ order, message, account, hashes }, i) => {
    const id = present(ids[i], "order id");
    const storeId = catalog.storeOf(account.id, order.storeKey);
    const contact = contactOf(order);
    const origin = { account, inboxId: message.id, inboxAt: message.receivedAt };
    return draftOrder(order, origin, {
      id,
      storeId,
      lane: storeId === null ? message.lane : laneOf(storeId),
      contact: sealContact(contact, storeId, deps.vault),
      surname: contact.surname,
      contentHash: hashes.content,
      contactHash: hashes.contact,
      lines: draftLines(order, { id, accountId: account.id }, catalog),
    });
  });
}

/** What tells whether an order is told again as it was. */
export const hashesOf =
  ({ vault }: Pick<Deps, "vault">) =>
  ({ order }: NewOrder): Hashes => {
    const whole = wholeContact(order);
    return {
      content: contentHash(order),
      contact: whole && vault.key("contact", whole),
    };
  };

/** The same order told twice has the same hash; other goods or other money under one number have not. */
export const contentHash = (order: ChannelOrder): string =>
  createHash("sha1").update(contentOf(order)).digest("hex").slice(0, 24);
