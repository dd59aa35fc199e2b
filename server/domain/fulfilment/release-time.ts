import type { Instant } from "../kernel/instant";
import type { ReleaseRules } from "../rules";

/**
 * When the store may start on goods that are promised for a window.
 *
 * @param promiseFrom start of the window; null for as soon as possible
 * @returns null when it may start at once
 */
export function releaseAt(
  promiseFrom: Instant | null,
  now: Instant,
  { leadMs }: ReleaseRules,
): Instant | null {
  if (promiseFrom === null || promiseFrom - leadMs <= now) return null;
  return (promiseFrom - leadMs) as Instant;
}
