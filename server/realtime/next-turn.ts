/** A figure may cost a twentieth of the time: on a city that has grown dear to count it is counted less often. */
const TIMES_COST = 20;

/**
 * When something that is read in turns is read again: at the next full stretch, or, where reading takes long, after a rest
 * of many times that. The database has orders to take in.
 *
 * @param now when reading was begun, epoch ms
 * @param tookMs how long it took
 */
export const nextTurn = (now: number, everyMs: number, tookMs: number): number =>
  Math.max((Math.floor(now / everyMs) + 1) * everyMs, now + TIMES_COST * tookMs);
