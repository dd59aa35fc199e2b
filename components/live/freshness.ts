/** How far the figures on the glass may be trusted. */
export type Freshness = "connecting" | "live" | "late" | "stale" | "lost" | "denied";

const LATE_MS = 3_000;
const STALE_MS = 10_000;
const LOST_MS = 30_000;

/** By age alone: whether the socket believes to be connected says nothing about the figures. */
export function freshnessOf(ageMs: number): Freshness {
  if (ageMs <= LATE_MS) return "live";
  if (ageMs <= STALE_MS) return "late";
  return ageMs <= LOST_MS ? "stale" : "lost";
}

/**
 * How far this clock is ahead of the server's, from messages alone.
 *
 * Every message arrives later than its `ts`, so the smallest difference seen is the best estimate.
 * A difference a network can explain is counted as age, not as a wrong clock.
 */
const NETWORK_MS_MAX = 1_500;

export function clockAheadOf(smallestDifferenceMs: number): number {
  const isPlausibleDelay = smallestDifferenceMs >= 0 && smallestDifferenceMs <= NETWORK_MS_MAX;
  return isPlausibleDelay ? 0 : smallestDifferenceMs;
}
