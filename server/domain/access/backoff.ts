/** How one counter of tries slows down who tries. */
export type Ladder = {
  /** Tries that cost nothing. */
  free: number;
  /** Wait after the last free one; it doubles with each further try, up to `maxMs`. */
  firstMs: number;
  maxMs: number;
  /** One try is forgotten in so many ms. */
  forgetMs: number;
};

/** Tries not yet forgotten as of the last one. `at` in epoch ms. */
export type Tries = { level: number; at: number };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * What is counted when somebody signs in. An account from one address slows down soon and for long. An address may serve
 * a whole office. An account over all addresses waits half a minute at most: a stranger who tries must not lock its owner out.
 */
export const LADDERS = {
  pair: { free: 5, firstMs: 10 * SECOND, maxMs: 15 * MINUTE, forgetMs: 5 * MINUTE },
  address: { free: 30, firstMs: 10 * SECOND, maxMs: 15 * MINUTE, forgetMs: MINUTE },
  account: { free: 20, firstMs: 5 * SECOND, maxMs: 30 * SECOND, forgetMs: 30 * SECOND },
} as const satisfies Record<string, Ladder>;

const delayAt = (level: number, { free, firstMs, maxMs }: Ladder): number => {
  const steps = Math.round(level) - free;
  return steps < 0 ? 0 : Math.min(maxMs, firstMs * 2 ** Math.min(steps, 30));
};

const levelAt = ({ level, at }: Tries, { forgetMs }: Ladder, now: number): number =>
  Math.max(0, level - Math.max(0, now - at) / forgetMs);

/**
 * How long the next try has to wait.
 *
 * @returns ms; 0: it may be made now
 */
export function waitBefore(tries: Tries, ladder: Ladder, now: number): number {
  // A clock that jumps back must not make anybody wait for longer than the delay itself.
  const since = Math.max(0, now - tries.at);
  return Math.max(0, delayAt(tries.level, ladder) - since);
}

/** One more try, counted before its password is looked at, so that many at once are not one. */
export function countTry(tries: Tries, ladder: Ladder, now: number): Tries {
  const most = ladder.free + Math.ceil(Math.log2(ladder.maxMs / ladder.firstMs));
  return { level: Math.min(most, levelAt(tries, ladder, now) + 1), at: now };
}

/** A try whose password was right does not count. */
export function takeBack({ level, at }: Tries): Tries {
  return { level: Math.max(0, level - 1), at };
}
