/**
 * A seeded stream of random numbers for simulations and seeds: the same seed gives the same world on every machine.
 * Integers only inside (no floats carry state), so runs repeat exactly.
 */
export type Rng = {
  /** Integer in [0, n). n ≥ 1, below 2^32. */
  int(n: number): number;
  /** Float in [0, 1). For choosing only, never for state or money. */
  unit(): number;
  /** True with probability `bps`/10 000. */
  chance(bps: number): boolean;
  /** One of a non-empty list. */
  pick<T>(list: readonly T[]): T;
  /** An independent stream with its own name, so that adding a draw in one place does not move the others. */
  fork(name: string): Rng;
};

/**
 * @param seed any integer
 * @source splitmix32 by Guy Steele et al. (mixing constants of MurmurHash3's finaliser)
 */
export function seededRng(seed: number): Rng {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  const rng: Rng = {
    int: (n) => Math.floor((next() / 0x1_0000_0000) * n),
    unit: () => next() / 0x1_0000_0000,
    chance: (bps) => rng.int(10_000) < bps,
    pick: (list) => list[rng.int(list.length)] as (typeof list)[number],
    fork: (name) => seededRng(hashText(name) ^ next()),
  };
  return rng;
}

function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h | 0;
}
