/** When an account may be called next: so many calls a second, evenly, and not at all for a while after it complained. */
export type Pacer = {
  /** True takes a turn. */
  take: (nowMs: number) => boolean;
  /** Milliseconds until the next turn. */
  wait: (nowMs: number) => number;
  /** It said "too many": 2, 4, 8 s, longer each time until an answer comes. */
  slowDown: (nowMs: number, atLeastMs: number) => number;
  /** It did not answer, or its own trouble: half a second, doubling. */
  stumble: (nowMs: number) => number;
  recovered: () => void;
};

/** A late turn may be made up for by so much, where the platform lets a second's calls come at once. */
const CATCH_UP_MS = 200;
const SLOW_MS = 2_000;
const SLOW_MS_MAX = 60_000;
const STUMBLE_MS = 500;
const STUMBLE_MS_MAX = 30_000;
/** A platform that counts to the millisecond refuses a call that comes one too early; one call a second leaves no slack at all. */
const MARGIN = 1.01;
const MARGIN_ALONE = 1.06;

/**
 * Keeps the pace of one account: its moments are epoch milliseconds that it is told.
 *
 * @source docs/domain/channels.md#limits-of-stock-and-price-calls
 */
export function pacer(callsPerSecond: number): Pacer {
  const isAlone = callsPerSecond < 2;
  const spacing = (1_000 / callsPerSecond) * (isAlone ? MARGIN_ALONE : MARGIN);
  const catchUp = isAlone ? 0 : Math.min(CATCH_UP_MS, (callsPerSecond - 1) * spacing);
  let nextAt = 0;
  let limits = 0;
  let stumbles = 0;
  return {
    take: (now) => {
      if (now < nextAt) return false;
      // A long rest is not made up for: no bursts.
      nextAt = Math.max(nextAt, now - catchUp) + spacing;
      return true;
    },
    wait: (now) => Math.max(0, nextAt - now),
    slowDown: (now, atLeastMs) => {
      const ms = Math.max(atLeastMs, Math.min(SLOW_MS_MAX, SLOW_MS * 2 ** limits));
      limits += 1;
      nextAt = Math.max(nextAt, now + ms);
      return ms;
    },
    stumble: (now) => {
      const ms = Math.min(STUMBLE_MS_MAX, STUMBLE_MS * 2 ** stumbles);
      stumbles += 1;
      nextAt = Math.max(nextAt, now + ms);
      return ms;
    },
    recovered: () => {
      limits = 0;
      stumbles = 0;
    },
  };
}
