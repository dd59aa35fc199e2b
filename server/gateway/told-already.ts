/**
 * What was told lately, to the byte. A platform repeats a push until it hears an answer, and often after: a telling that
 * is in the log already is durable, so it is acknowledged again and not stored again.
 *
 * Memory is bounded: two generations, each turned when it is full or old. What is forgotten is stored twice and meets the
 * order's own identity, which takes nothing twice.
 */
export type ToldAlready = {
  /**
   * @param key who told it, as what, and the hash of the bytes
   * @param store makes it durable; asked only for what is new
   * @returns "again" when these bytes are durable already or become so with the first telling
   * @throws what `store` throws; then the bytes are new again
   */
  once: (key: string, nowMs: number, store: () => Promise<void>) => Promise<"stored" | "again">;
};

const KEYS_MAX = 16_000;
const TURN_MS = 60_000;

export function toldAlready(keysMax = KEYS_MAX, turnMs = TURN_MS): ToldAlready {
  let young = new Map<string, Promise<void>>();
  let old = new Map<string, Promise<void>>();
  let turnAt = 0;
  const turn = (nowMs: number): void => {
    if (nowMs < turnAt && young.size < keysMax) return;
    old = nowMs >= turnAt + turnMs ? new Map() : young;
    young = new Map();
    turnAt = nowMs + turnMs;
  };
  return {
    once: async (key, nowMs, store) => {
      turn(nowMs);
      const first = young.get(key) ?? old.get(key);
      if (first) {
        await first;
        return "again";
      }
      const mine = store();
      const home = young;
      home.set(key, mine);
      try {
        await mine;
        home.set(key, DURABLE);
        return "stored";
      } catch (error) {
        home.delete(key);
        throw error;
      }
    },
  };
}

/** One promise for everything that is stored: what is kept for long must be small. */
const DURABLE = Promise.resolve();
