import { countTry, freeTriesLeft, LADDERS, type Tries, waitBefore } from "./backoff";

/** What is counted of a try. `account` is null where the account has signed in from before: it does not wait for others there. */
export type SignInTries = {
  /** The account from this address. */
  pair: Tries;
  /** This address, whatever the account. */
  address: Tries;
  /** The account, from all addresses it does not know. */
  account: Tries | null;
};

/** What a try counts for that was refused because others tried the same account. */
const REFUSED = 1 / 4;

/**
 * Whether a password may be looked at, and what is counted then. Who is refused because others tried the same account
 * climbs ladders of his own: who polls has soon spent his free tries, and then gives way to those who have some left.
 * Who is refused for what he did himself is not counted: knocking on a closed door does not keep it closed.
 *
 * @returns `waitMs` 0: it may be looked at. `counted` is `held` itself when nothing changes
 */
export function trySignIn(
  held: SignInTries,
  now: number,
): { waitMs: number; counted: SignInTries } {
  const own = ownWait(held, now);
  const line = waitInLine(held, now);
  if (own > 0) return { waitMs: Math.max(own, line), counted: held };
  const weight = line > 0 ? REFUSED : 1;
  const counted: SignInTries = {
    pair: countTry(held.pair, { ladder: LADDERS.pair, now, weight }),
    address: countTry(held.address, { ladder: LADDERS.address, now, weight }),
    account:
      line > 0 || held.account === null
        ? held.account
        : countTry(held.account, { ladder: LADDERS.account, now }),
  };
  if (line === 0) return { waitMs: 0, counted };
  return { waitMs: Math.max(ownWait(counted, now), waitInLine(counted, now)), counted };
}

const ownWait = ({ pair, address }: SignInTries, now: number): number =>
  Math.max(waitBefore(pair, LADDERS.pair, now), waitBefore(address, LADDERS.address, now));

function waitInLine({ pair, account }: SignInTries, now: number): number {
  if (account === null) return 0;
  const isNew = freeTriesLeft(pair, LADDERS.pair, now) >= 1;
  return waitBefore(account, isNew ? LADDERS.newcomer : LADDERS.account, now);
}
