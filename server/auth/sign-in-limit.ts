import { createHash } from "node:crypto";
import { inTransaction, type Tx } from "@/db/client";
import {
  forgetTries,
  isKept,
  keepUntil,
  lockTries,
  saveTries,
  type TryRow,
} from "@/db/queries/people/sign-in-tries";
import type { Context } from "../context";
import { type SignInTries, type Tries, takeBack, trySignIn } from "../domain/access";
import { addressGroup } from "./client-address";

const HOUR_MS = 3_600_000;
const FORGOTTEN_MS = 24 * HOUR_MS;
const SWEEP_ROWS = 100;
/** For how long an account knows an address it has signed in from. */
const KNOWN_MS = 30 * 24 * HOUR_MS;
const NONE: Tries = { level: 0, at: 0 };

export type SignInLimit = {
  /** @returns ms to wait; 0: the password may be looked at, and the try is counted */
  begin: (email: string, address: string) => Promise<number>;
  /** The password was right. */
  succeed: (email: string, address: string) => Promise<void>;
};

/** How often somebody may try to sign in, counted in the database, where all web processes meet. */
export function signInLimit({ db, clock }: Pick<Context, "db" | "clock">): SignInLimit {
  return {
    begin: (email, address) =>
      inTransaction(db, async (tx) => {
        const keys = keysOf(email, address);
        const found = await lockHeld(tx, keys, clock.now());
        // Whoever was waited for has moved the counters: only now is now.
        const now = clock.now();
        const held = untilNow(found, now);
        const { waitMs, counted } = trySignIn(held, now);
        if (counted !== found) await saveTries(tx, rowsOf(keys, counted));
        // Also when refused, or rows that were only looked at would stay.
        await forgetTries(tx, now - FORGOTTEN_MS, SWEEP_ROWS);
        return waitMs;
      }),
    succeed: (email, address) =>
      inTransaction(db, async (tx) => {
        const keys = keysOf(email, address);
        const now = clock.now();
        const found = await lockHeld(tx, keys, now);
        const { pair, address: from, account } = untilNow(found, now);
        const counted: SignInTries = {
          pair: { ...pair, level: 0 },
          address: takeBack(from),
          account: account && takeBack(account),
        };
        await saveTries(tx, rowsOf(keys, counted));
        await keepUntil(tx, keys.known, now + KNOWN_MS);
      }),
  };
}

/** What was counted by a clock that was ahead of ours was counted now, or its waits would not begin until we are there. */
function untilNow(found: SignInTries, now: number): SignInTries {
  const all = [found.pair, found.address, found.account ?? NONE];
  if (all.every(({ at }) => at <= now)) return found;
  const bound = (tries: Tries): Tries => ({ ...tries, at: Math.min(tries.at, now) });
  const { pair, address, account } = found;
  return { pair: bound(pair), address: bound(address), account: account && bound(account) };
}

type Keys = Record<keyof SignInTries | "known", string>;

/** Hashes: the table says nothing about who works here, and a row stays small whatever was sent as an e-mail. */
function keysOf(email: string, address: string): Keys {
  const key = (kind: string, ...parts: string[]) =>
    `${kind}:${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
  const who = email.toLowerCase();
  const from = addressGroup(address);
  return {
    pair: key("pair", who, from),
    address: key("address", from),
    account: key("account", who),
    known: key("known", who, from),
  };
}

/** Who comes from an address that the account knows does not even wait for the account's row. */
async function lockHeld(tx: Tx, keys: Keys, now: number): Promise<SignInTries> {
  const isKnown = await isKept(tx, keys.known, now);
  const asked = [keys.pair, keys.address, ...(isKnown ? [] : [keys.account])];
  const rows = new Map((await lockTries(tx, asked)).map((row) => [row.key, row]));
  return {
    pair: rows.get(keys.pair) ?? NONE,
    address: rows.get(keys.address) ?? NONE,
    account: isKnown ? null : (rows.get(keys.account) ?? NONE),
  };
}

const rowsOf = (keys: Keys, { pair, address, account }: SignInTries): TryRow[] => [
  { ...pair, key: keys.pair },
  { ...address, key: keys.address },
  ...(account ? [{ ...account, key: keys.account }] : []),
];
