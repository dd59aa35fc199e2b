/**
 * What a channel tells of a phone number: the number, a mask of it, a relay number of the platform, or nothing.
 * A relay's base number is shared by strangers, so it is evidence of nothing outside its own platform.
 */
type Phone =
  | { kind: "full"; digits: string; prefix3: string; tail4: string }
  | { kind: "mask"; prefix3: string; tail4: string }
  | { kind: "relay"; base: string; extension: string }
  | { kind: "none" };

/** A longer text is no number; in its normal form every character may become some. */
const LENGTH_MAX = 64;

/**
 * @param text as the channel writes it: `13812345678`, `138****5678`, `13812345678_1234`, `…,1234`, `…转1234`, `+86 138…`
 * @source docs/domain/identity.md#phone
 */
export function readPhone(text: string): Phone {
  const clean = text
    .slice(0, LENGTH_MAX)
    .normalize("NFKC")
    .replace(/[\s-]/g, "")
    .replace(/^(?:\+?86)(?=1\d{10})/, "");
  const relay = /^(1\d{10}|\d{7,12})(?:_|,|转|#)(\d{1,6})$/.exec(clean);
  if (relay) return { kind: "relay", base: relay[1] ?? "", extension: relay[2] ?? "" };
  if (/^1\d{10}$/.test(clean)) {
    return { kind: "full", digits: clean, prefix3: clean.slice(0, 3), tail4: clean.slice(7) };
  }
  const mask = /^(1\d{2})\*{4,5}(\d{3,4})$/.exec(clean);
  if (mask) return { kind: "mask", prefix3: mask[1] ?? "", tail4: mask[2] ?? "" };
  return { kind: "none" };
}

/** The last digits people search by; null where the number is a relay's or unknown. */
export function phoneTail(phone: Phone): string | null {
  return phone.kind === "full" || phone.kind === "mask" ? phone.tail4 : null;
}

/**
 * Whether two numbers speak for the same person.
 *
 * @returns "agree", "conflict", or "unknown" when one of them proves nothing
 */
export function comparePhones(
  a: PhoneEvidence,
  b: PhoneEvidence,
): "agree" | "conflict" | "unknown" {
  if (a.full !== null && b.full !== null) return a.full === b.full ? "agree" : "conflict";
  if (a.mask !== null && b.mask !== null) return a.mask === b.mask ? "agree" : "conflict";
  return "unknown";
}

/** Keyed hashes in place of the digits: equality is all that is asked. `mask` covers prefix and tail, known for full ones too. */
export type PhoneEvidence = { full: string | null; mask: string | null };
