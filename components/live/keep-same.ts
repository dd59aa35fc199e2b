type Bag = Record<string, unknown>;

const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null;

/**
 * The next value, with every part that did not change replaced by the object already held,
 * so that "did this tile change" is a comparison of references.
 */
export function keepSame<T>(before: unknown, after: T): T {
  if (Object.is(before, after) || !isBag(before) || !isBag(after)) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const keys = Object.keys(after);
  let changed = keys.length !== Object.keys(before).length;
  const merged: Bag = Array.isArray(after) ? ([] as unknown as Bag) : {};
  for (const key of keys) {
    merged[key] = keepSame(before[key], after[key]);
    if (!Object.is(merged[key], before[key])) changed = true;
  }
  return changed ? (merged as T) : (before as T);
}
