/** A broken invariant: the code is wrong, not the input. Nobody catches it; the request fails and an alert is raised. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/**
 * Hold something to be true that the code depends on.
 *
 * @param what the invariant in words, shown in the error
 * @throws InvariantError when `condition` is false
 */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new InvariantError(what);
}

/**
 * The value that must be there.
 *
 * @param what the thing that is missing, shown in the error
 * @throws InvariantError on null or undefined
 */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new InvariantError(`missing ${what}`);
  return value;
}
