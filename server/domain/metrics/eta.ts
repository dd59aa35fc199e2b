import type { Fulfil } from "../orders";

/** Minutes an order usually still needs from where it is: pick, pack, ride. Medians of the simulated city. */
const MINUTES_LEFT: Partial<Record<Fulfil, number>> = {
  waiting_merge: 24,
  open: 24,
  released: 22,
  picking: 18,
  short_picked: 17,
  picked: 15,
  packed: 14,
  ready: 13,
  handed_over: 9,
};

/**
 * Whether an order promised within the next quarter of an hour will probably be late, by where it is now: what is still
 * at the store with so little time left will not arrive in it.
 *
 * @param fulfil its least advanced parcel; null before there is one
 */
export function isProbablyLate(fulfil: Fulfil | null): boolean {
  const needed = fulfil === null ? 24 : (MINUTES_LEFT[fulfil] ?? 0);
  return needed > RISK_WINDOW_MINUTES - SLACK_MINUTES;
}

/** The window of 即将超时. */
const RISK_WINDOW_MINUTES = 15;
const SLACK_MINUTES = 2;

/** What one trip of a rider costs us when an order travels alone, in fen: what a merged parcel saves. */
export const SOLO_TRIP_FEN = 400;
