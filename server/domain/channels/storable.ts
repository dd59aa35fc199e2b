import type { Decoded } from "./message";
import { FieldError } from "./reading";

/** Text without what the database cannot hold: zero characters, halves of surrogate pairs. */
const clean = (text: string): string => text.replaceAll("\0", "").toWellFormed();

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [clean(key), cleaned(part)]),
    );
  return value;
}

/**
 * The same as the database can hold it: a cancel must not be lost for a zero character in its reason.
 *
 * @throws FieldError where an order's number holds one: mended, it could be another order's
 */
export function toStorable(said: readonly Decoded[]): Decoded[] {
  return said.map((item) => {
    const no = numberOf(item);
    if (no !== null && clean(no) !== no)
      throw new FieldError("BAD_FIELD", "order_id", "含有不可存储的字符");
    return cleaned(item) as Decoded;
  });
}

function numberOf(item: Decoded): string | null {
  if (item.type === "order") return item.order.externalNo;
  if (item.type === "fact") return item.fact.externalNo;
  return item.type === "pull" ? item.externalNo : null;
}
