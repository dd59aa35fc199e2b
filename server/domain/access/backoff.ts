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
const HOUR = 60 * MINUTE;

/** The same number of ms after each try that is not free. */
const account = (waitMs: number) => ({
  free: 20,
  firstMs: waitMs,
  maxMs: waitMs,
  forgetMs: 30 * SECOND,
});

/**
 * What is counted when somebody signs in. An account from one address slows down soon and for long. An address may serve
 * a whole office. An account over all addresses has one counter, which two kinds of callers read: an address with free
 * tries of its own left at this account waits ten seconds after the last one, others half a minute. So those who never stop
 * leave twenty seconds of every half minute to an owner who has just come: a stranger must not lock him out.
 */
export const LADDERS = {
  pair: { free: 5, firstMs: 10 * SECOND, maxMs: 15 * MINUTE, forgetMs: HOUR },
  address: { free: 30, firstMs: 10 * SECOND, maxMs: 15 * MINUTE, forgetMs: MINUTE },
  account: account(30 * SECOND),
  newcomer: account(10 * SECOND),
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

/** How many whole tries cost nothing yet; below 1: none. */
export const freeTriesLeft = (tries: Tries, ladder: Ladder, now: number): number =>
  Math.floor(ladder.free - levelAt(tries, ladder, now));

/**
 * One more try, counted before its password is looked at, so that many at once are not one.
 *
 * @param weight what it counts for; 1 is a whole try
 */
export function countTry(
  tries: Tries,
  { ladder, now, weight = 1 }: { ladder: Ladder; now: number; weight?: number },
): Tries {
  const most = ladder.free + Math.ceil(Math.log2(ladder.maxMs / ladder.firstMs));
  return { level: Math.min(most, levelAt(tries, ladder, now) + weight), at: now };
}

/** A try whose password was right does not count. */
export function takeBack({ level, at }: Tries): Tries {
  return { level: Math.max(0, level - 1), at };
}
