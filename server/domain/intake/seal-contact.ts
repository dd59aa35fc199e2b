import type { ContactFact } from "../channels";
import { doorText, parseAddress } from "../identity";
import { type ContactEvidence, type ContactRow, contactOf } from "./contact";
import { type Hashed, toldAt } from "./sort-orders";

/** How personal data leaves: sealed where it must be read again, keyed where only equality is asked. */
export type Keys = {
  seal: (text: string) => Uint8Array;
  /** A keyed hash in hex. */
  key: (purpose: "phone" | "mask" | "door", text: string) => string;
};

/** Personal data leaves here sealed or keyed; what stays readable is what a screen may show. */
export function sealContact(
  contact: ContactEvidence,
  storeId: number | null,
  keys: Keys,
): ContactRow {
  const { digits, mask, told, nameMasked, phoneTail, addressMasked, door } = contact;
  return {
    contactSealed: told === null ? null : keys.seal(told),
    nameMasked,
    phoneTail,
    phoneKey: digits && keys.key("phone", digits),
    maskKey: mask && keys.key("mask", mask),
    doorKey: doorKeyOf(storeId, door, keys),
    addressMasked,
  };
}

/** What stands for a door: equal for equal doors of one shop, and says nothing of the address. */
export const doorKeyOf = (
  storeId: number | null,
  door: string | null,
  keys: Pick<Keys, "key">,
): string | null => (door && storeId !== null ? keys.key("door", `${storeId}|${door}`) : null);

/** The door of somebody whose contact is sealed: it is known by shop and address, so without a shop there was none. */
export function doorOfSealed(
  sealed: Uint8Array | null,
  storeId: number | null,
  keys: Pick<Keys, "key"> & { open: (sealed: Uint8Array) => string },
): string | null {
  if (sealed === null || storeId === null) return null;
  const { address } = JSON.parse(keys.open(sealed)) as { address: string };
  return doorKeyOf(storeId, address === "" ? null : doorText(parseAddress(address)), keys);
}

type ContactTold = Extract<ContactFact, { kind: "contact" }> & {
  externalNo: string;
  at: Hashed["order"]["versionAt"];
  version: string;
};

/** Another buyer, phone or door as a fact that waits. Which shop's door it is, is read when it is taken. */
export function contactFact(told: Hashed, keys: Keys): ContactTold {
  const { order, hashes } = told;
  const { contactSealed, doorKey: _, ...row } = sealContact(contactOf(order), null, keys);
  return {
    kind: "contact",
    externalNo: order.externalNo,
    at: toldAt(told),
    version: `${toldAt(told)}:${hashes.contact}`,
    sealed: contactSealed && base64Of(contactSealed),
    ...row,
    contactHash: hashes.contact,
    lngE6: order.address?.lngE6 ?? null,
    latE6: order.address?.latE6 ?? null,
  };
}

const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
