import type { OrderSearch } from "@/db/queries/lists/order-filter";
import { parseId } from "@/server/domain/kernel/ids";

const DAY_SEQUENCE = /^#\s*(\d{1,9})$/;
const PLATFORM_NUMBER = /^[0-9A-Za-z][0-9A-Za-z_-]{4,63}$/;
const HAN = /\p{Script=Han}/u;

/**
 * What somebody means who types this into the search box.
 *
 * @returns null for an empty box; `nothing` for text that can name no order
 * @example parseSearch("8812") → tail; "#211" → sequence; "牛奶" → goods; "ord_3mv" → id
 */
export function parseSearch(text: string): OrderSearch | null {
  const clean = text.normalize("NFKC").trim();
  if (clean === "") return null;
  const id = parseId("order", clean.toLowerCase());
  if (id !== null) return { kind: "id", id };
  const sequence = DAY_SEQUENCE.exec(clean)?.[1];
  if (sequence) return { kind: "sequence", number: Math.min(Number(sequence), 2_147_483_647) };
  if (/^\d{4}$/.test(clean)) return { kind: "tail", tail: clean };
  if (PLATFORM_NUMBER.test(clean)) return { kind: "number", prefix: clean };
  if (HAN.test(clean) && [...clean].length >= 2) return { kind: "goods", words: clean };
  return { kind: "nothing" };
}
