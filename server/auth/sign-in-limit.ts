import { createHash } from "node:crypto";
import { inTransaction } from "@/db/client";
import { forgetTries, lockTries, saveTries, type TryRow } from "@/db/queries/sign-in-tries";
import type { Context } from "../context";
import { countTry, LADDERS, type Ladder, takeBack, waitBefore } from "../domain/access";
import { addressGroup } from "./client-address";

const FORGOTTEN_MS = 24 * 3_600_000;
const SWEEP_ROWS = 100;

export type SignInLimit = {
  /** @returns ms to wait; 0: the password may be looked at, and the try is counted */
  begin: (email: string, address: string) => Promise<number>;
  /** The password was right. */
  succeed: (email: string, address: string) => Promise<void>;
};

/**
 * How often somebody may try to sign in, counted in the database, where all web processes meet. A try that is refused is
 * not counted: knocking on a closed door keeps it closed for nobody.
 */
export function signInLimit({ db, clock }: Pick<Context, "db" | "clock">): SignInLimit {
  return {
    begin: (email, address) =>
      inTransaction(db, async (tx) => {
        const ladders = laddersOf(email, address);
        const held = await lockTries(tx, [...ladders.keys()]);
        const now = clock.now();
        const ladderOf = (row: TryRow): Ladder => ladders.get(row.key) ?? LADDERS.pair;
        const wait = Math.max(...held.map((row) => waitBefore(row, ladderOf(row), now)));
        if (wait > 0) return wait;
        const rows = held.map((row) => ({ ...row, ...countTry(row, ladderOf(row), now) }));
        await saveTries(tx, rows);
        await forgetTries(tx, now - FORGOTTEN_MS, SWEEP_ROWS);
        return 0;
      }),
    succeed: (email, address) =>
      inTransaction(db, async (tx) => {
        const { pair } = keysOf(email, address);
        const held = await lockTries(tx, [...laddersOf(email, address).keys()]);
        const rows = held.map((row) =>
          row.key === pair ? { ...row, level: 0 } : { ...row, ...takeBack(row) },
        );
        await saveTries(tx, rows);
      }),
  };
}

/** Hashes: the table says nothing about who works here, and a row stays small whatever was sent as an e-mail. */
function keysOf(email: string, address: string): Record<keyof typeof LADDERS, string> {
  const key = (kind: string, ...parts: string[]) =>
    `${kind}:${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
  const who = email.toLowerCase();
  const from = addressGroup(address);
  return {
    pair: key("pair", who, from),
    address: key("address", from),
    account: key("account", who),
  };
}

const laddersOf = (email: string, address: string): Map<string, Ladder> => {
  const keys = keysOf(email, address);
  return new Map<string, Ladder>([
    [keys.pair, LADDERS.pair],
    [keys.address, LADDERS.address],
    [keys.account, LADDERS.account],
  ]);
};
