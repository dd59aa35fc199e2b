/**
 * Nonces seen of late, in two generations: each is remembered for one to two windows, or until so many newer ones came. A
 * replay that was forgotten, or that reaches another process, finds the order's own identity, which takes nothing twice.
 */
type Nonces = {
  /** Whether it is new; it counts as seen from now on. */
  take: (key: string, nowMs: number) => boolean;
  /** Its request was not kept: the same signed bytes may come again. */
  giveBack: (key: string) => void;
};

/**
 * @param windowMs how long a signed request may be old: each nonce is remembered at least so long
 * @param keysMax of each generation
 */
export function nonceMemory(windowMs: number, keysMax = 400_000): Nonces {
  let young = new Set<number>();
  let old = new Set<number>();
  let turnAt = 0;
  return {
    take: (text, nowMs) => {
      const key = fingerprint(text);
      if (nowMs >= turnAt || young.size >= keysMax) {
        old = nowMs >= turnAt + windowMs ? new Set() : young;
        young = new Set();
        turnAt = nowMs + windowMs;
      }
      if (young.has(key) || old.has(key)) return false;
      young.add(key);
      return true;
    },
    giveBack: (text) => {
      const key = fingerprint(text);
      young.delete(key);
      old.delete(key);
    },
  };
}

/** 53 bits of a text, by two multiplicative hashes: a number takes a third of the text's memory, and senders are signed. */
function fingerprint(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) + i;
  }
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
}
