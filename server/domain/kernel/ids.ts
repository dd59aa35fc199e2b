import { assert } from "./assert";

/**
 * Ids are positive integers in the database (dense, cheap to index, safe in a JavaScript number) and carry a prefix
 * wherever a person or another system sees them: order 4711 is `ord_3mv`.
 */
const PREFIXES = {
  order: "ord",
  fulfilment: "ful",
  deliveryTask: "dlv",
  mergeGroup: "mrg",
  exception: "exc",
  deadLetter: "ded",
  message: "msg",
  decision: "dec",
  rider: "rdr",
  event: "evt",
} as const;

type IdKind = keyof typeof PREFIXES;

/**
 * An id as people and partners see it.
 *
 * @param id positive safe integer
 * @example showId("order", 4711) → "ord_3mv"
 */
export function showId(kind: IdKind, id: number): string {
  assert(Number.isSafeInteger(id) && id > 0, `an id is a positive integer, got ${id}`);
  return `${PREFIXES[kind]}_${id.toString(36)}`;
}

/**
 * The integer behind a shown id.
 *
 * @returns null when the text is not an id of this kind
 */
export function parseId(kind: IdKind, text: string): number | null {
  const prefix = `${PREFIXES[kind]}_`;
  if (!text.startsWith(prefix) || !/^[0-9a-z]{1,11}$/.test(text.slice(prefix.length))) return null;
  const id = Number.parseInt(text.slice(prefix.length), 36);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
