/**
 * Nonces seen of late, in two generations: each is remembered for one to two windows, and memory is bounded by what came
 * in that time. A replay that reaches another process finds the order's own identity, which takes nothing twice.
 */
export function nonceMemory(windowMs: number): (key: string, nowMs: number) => boolean {
  let young = new Set<string>();
  let old = new Set<string>();
  let turnAt = 0;
  return (key, nowMs) => {
    if (nowMs >= turnAt) {
      old = nowMs >= turnAt + windowMs ? new Set() : young;
      young = new Set();
      turnAt = nowMs + windowMs;
    }
    if (young.has(key) || old.has(key)) return true;
    young.add(key);
    return false;
  };
}
