import type { ChannelOrder } from "../channels";
import { doorText, maskAddress, parseAddress, phoneTail, readName, readPhone } from "../identity";

/** What an order says of its buyer, read but not yet keyed or sealed. It never leaves the process like this. */
export type ContactEvidence = {
  /** All digits, where they are told. */
  digits: string | null;
  /** Prefix and last four digits, `138*0001`. */
  mask: string | null;
  /** The door as comparable text; null where the address does not reach one. */
  door: string | null;
  surname: string | null;
  nameMasked: string | null;
  phoneTail: string | null;
  addressMasked: string | null;
  /** Everything as it was told, to be sealed; null where nothing was. */
  told: string | null;
};

/** How a contact stands in the tables: keyed hashes in hex, what a screen may show, and the sealed rest. */
export type ContactRow = {
  contactSealed: Uint8Array | null;
  nameMasked: string | null;
  phoneTail: string | null;
  phoneKey: string | null;
  maskKey: string | null;
  doorKey: string | null;
  addressMasked: string | null;
};

type Buyer = Pick<ChannelOrder, "buyerName" | "buyerPhone" | "address" | "remark">;

/** Read the buyer of an order: name, phone and door, each as evidence for who belongs together. */
export function contactOf(order: Buyer): ContactEvidence {
  const phone = readPhone(order.buyerPhone);
  const name = readName(order.buyerName);
  const address = order.address ? parseAddress(order.address.text) : null;
  const isNumber = phone.kind === "full" || phone.kind === "mask";
  return {
    digits: phone.kind === "full" ? phone.digits : null,
    mask: isNumber ? `${phone.prefix3}*${phone.tail4}` : null,
    door: address && doorText(address),
    surname: name.surname,
    nameMasked: name.masked || null,
    phoneTail: phoneTail(phone),
    addressMasked: address ? maskAddress(address) || null : null,
    told: toldOf(order),
  };
}

/**
 * Name, phone and address as one text, to see whether a later telling has others. Null where one is missing or starred: once
 * an order is over, platforms star out what they told before, and that is no other buyer.
 */
export function wholeContact({ buyerName, buyerPhone, address }: Buyer): string | null {
  if (!buyerName || !buyerPhone) return null;
  const whole = JSON.stringify([buyerName, buyerPhone, address?.text ?? ""]);
  return /[*＊]/.test(whole) ? null : whole;
}

function toldOf(order: Buyer): string | null {
  const { buyerName: name, buyerPhone: phone, address, remark } = order;
  if (!(name || phone || address || remark)) return null;
  return JSON.stringify({ name, phone, address: address?.text ?? "", remark });
}
