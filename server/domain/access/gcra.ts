/**
 * Rate limit by the generic cell rate algorithm: one moment per key says when the next request would be exactly on time.
 * No bucket to refill, burst exact to one.
 *
 * @returns a function: null when the request may pass, else milliseconds to wait
 */
export function gcraLimiter(): (
  key: string,
  ratePerSecond: number,
  burst: number,
  nowMs: number,
) => number | null {
  const due = new Map<string, number>();
  return (key, ratePerSecond, burst, nowMs) => {
    const step = 1000 / ratePerSecond;
    const tolerance = step * (burst - 1);
    // A clock that jumps back must not lock anybody out for longer than the burst lasts.
    const expected = Math.min(Math.max(due.get(key) ?? nowMs, nowMs), nowMs + tolerance + step);
    const early = expected - tolerance - nowMs;
    if (early > 0) {
      due.set(key, expected);
      return Math.ceil(early);
    }
    due.set(key, expected + step);
    return null;
  };
}
