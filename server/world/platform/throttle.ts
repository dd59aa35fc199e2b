/** A token bucket for each name: so many calls a second, as many saved up at most. */
export function createThrottle(perSecond: number, nowMs: () => number): (name: string) => boolean {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (name) => {
    const now = nowMs();
    const bucket = buckets.get(name) ?? { tokens: perSecond, atMs: now };
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.atMs) * perSecond) / 1_000);
    bucket.atMs = now;
    buckets.set(name, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}
