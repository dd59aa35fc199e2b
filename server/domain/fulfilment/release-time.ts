import type { Instant } from "../kernel/instant";

/** What a booked order needs before its window begins: to pick, to pack, to find a rider and to ride. */
export const RELEASE_LEAD_MS = 45 * 60_000;

/**
 * When the store may start on goods that are promised for a window.
 *
 * @param promiseFrom start of the window; null for as soon as possible
 * @returns null when it may start at once
 */
export function releaseAt(
  promiseFrom: Instant | null,
  now: Instant,
  leadMs = RELEASE_LEAD_MS,
): Instant | null {
  if (promiseFrom === null || promiseFrom - leadMs <= now) return null;
  return (promiseFrom - leadMs) as Instant;
}
