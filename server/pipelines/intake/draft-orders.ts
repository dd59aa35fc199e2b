import { createHash } from "node:crypto";
import type { ChannelFact, ChannelOrder } from "@/server/domain/channels";
import {
  type ContactEvidence,
  type ContactRow,
  contactOf,
  contentOf,
  type Draft,
  draftLines,
  draftOrder,
  type Hashed,
  type Hashes,
  type NewOrder,
  type Sorted,
  wholeContact,
} from "@/server/domain/intake";
import { present } from "@/server/domain/kernel/assert";
import type { Vault } from "@/server/ports/vault";
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
      contact: sealContact(deps.vault, contact, storeId),
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

/** Other buyers, phones or doors as facts that wait: personal data leaves here sealed or keyed. */
export function keepContacts(
  { vault }: Pick<Deps, "vault">,
  catalog: Catalog,
  contacts: Sorted["contacts"],
): (NewOrder & { fact: ChannelFact })[] {
  return contacts.map((from) => {
    const { account, order, hashes } = from;
    const storeId = catalog.storeOf(account.id, order.storeKey);
    const contact = contactOf(order);
    const { contactSealed, ...row } = sealContact(vault, contact, storeId);
    const fact: ChannelFact = {
      kind: "contact",
      externalNo: order.externalNo,
      at: order.versionAt,
      version: `${order.versionAt}:${hashes.contact}`,
      sealed: contactSealed && Buffer.from(contactSealed).toString("base64"),
      ...row,
      contactHash: hashes.contact,
      lngE6: order.address?.lngE6 ?? null,
      latE6: order.address?.latE6 ?? null,
    };
    return { ...from, fact };
  });
}

/** Personal data leaves here sealed or keyed; what stays readable is what a screen may show. */
function sealContact(vault: Vault, contact: ContactEvidence, storeId: number | null): ContactRow {
  const { digits, mask, told, nameMasked, phoneTail, addressMasked, door } = contact;
  return {
    contactSealed: told === null ? null : vault.seal(told),
    nameMasked,
    phoneTail,
    phoneKey: digits && vault.key("phone", digits),
    maskKey: mask && vault.key("mask", mask),
    doorKey: doorKeyOf(vault, storeId, door),
    addressMasked,
  };
}

/** What stands for a door: equal for equal doors of one shop, and says nothing of the address. */
export function doorKeyOf(
  vault: Vault,
  storeId: number | null,
  door: string | null,
): string | null {
  return door && storeId !== null ? vault.key("door", `${storeId}|${door}`) : null;
}
