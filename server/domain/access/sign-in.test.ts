import fc from "fast-check";
import { expect, test } from "vitest";
import type { Tries } from "./backoff";
import { type SignInTries, trySignIn } from "./sign-in";

const NONE: Tries = { level: 0, at: 0 };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = 1_000 * HOUR;
const POLL_MS = 250;

/** One account, and everybody who tries to sign in to it. Time is a number. */
function openDoor() {
  const own = new Map<string, Pick<SignInTries, "pair" | "address">>();
  let account: Tries | null = NONE;
  return {
    /** @returns ms to wait; 0: the password was looked at */
    knock(from: string, now: number): number {
      const held = own.get(from) ?? { pair: NONE, address: NONE };
      const { waitMs, counted } = trySignIn({ ...held, account }, now);
      own.set(from, counted);
      account = counted.account;
      return waitMs;
    },
  };
}

/** How an owner at an address nobody has seen gets in, while strangers poll from before to after; they come first each time. */
function comeIn(strangers: number, arrivesMs: number, nextMs: (waitMs: number) => number) {
  const door = openDoor();
  let [tries, due] = [0, START + arrivesMs];
  for (let now = START; now < START + arrivesMs + 10 * MINUTE; now += POLL_MS) {
    for (let i = 0; i < strangers; i += 1) door.knock(`stranger ${i}`, now);
    if (now < due) continue;
    tries += 1;
    const waitMs = door.knock("owner", now);
    if (waitMs === 0) return { tries, afterMs: now - START - arrivesMs };
    due = now + nextMs(waitMs);
  }
  return { tries, afterMs: Number.POSITIVE_INFINITY };
}

const crowd = fc.constantFrom(10, 200);
const arrival = fc.integer({ min: 0, max: 10 * MINUTE });

test("sign-in: strangers who never stop keep nobody out who tries every few seconds at an address of his own", () => {
  fc.assert(
    fc.property(crowd, arrival, fc.integer({ min: 1, max: 8 }), (strangers, at, seconds) => {
      const { afterMs } = comeIn(strangers, at, () => seconds * SECOND);
      expect(afterMs).toBeLessThanOrEqual(20 * SECOND);
    }),
    { numRuns: 12 },
  );
});

test("sign-in: who comes back when told to is in at the second try, or the third", () => {
  fc.assert(
    fc.property(crowd, arrival, (strangers, at) => {
      const { tries, afterMs } = comeIn(strangers, at, (waitMs) => waitMs);
      expect(tries).toBeLessThanOrEqual(3);
      expect(afterMs).toBeLessThanOrEqual(20 * SECOND);
    }),
    { numRuns: 12 },
  );
});

/** @returns how many passwords were looked at in one hour */
function guess(addresses: number, everyMs: number): number {
  const door = openDoor();
  let looked = 0;
  for (let n = 0; n * everyMs < HOUR; n += 1)
    if (door.knock(`address ${n % addresses}`, START + n * everyMs) === 0) looked += 1;
  return looked;
}

test("sign-in: an account is guessed at 380 times an hour at most, from however many addresses and at whatever pace", () => {
  // Twenty at once, then one every ten seconds, each from an address that nobody has seen.
  expect(guess(1e6, 50)).toBe(20 + 359);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 100, max: 60_000 }),
      (addresses, everyMs) => {
        expect(guess(addresses, everyMs)).toBeLessThanOrEqual(380);
      },
    ),
  );
});

test("sign-in: ten addresses that poll without end guess 150 times an hour at most, and so do two hundred", () => {
  expect(guess(10, POLL_MS / 10)).toBeLessThanOrEqual(150);
  expect(guess(200, POLL_MS / 200)).toBeLessThanOrEqual(150);
});

test("sign-in: an address the account knows is held up by its own tries alone", () => {
  const stormed: Tries = { level: 23, at: START };
  const known: SignInTries = { pair: NONE, address: NONE, account: null };
  expect(trySignIn({ ...known, account: stormed }, START).waitMs).toBeGreaterThan(0);
  let held = known;
  const waits = Array.from({ length: 6 }, () => {
    const { waitMs, counted } = trySignIn(held, START);
    held = counted;
    return waitMs;
  });
  expect(waits).toEqual([0, 0, 0, 0, 0, 10 * SECOND]);
  expect(held.account).toBeNull();
});

test("sign-in: who is refused for the account's sake climbs a ladder of his own, and is told the longer wait", () => {
  const stormed: Tries = { level: 23, at: START };
  let held: SignInTries = { pair: { level: 4.25, at: START }, address: NONE, account: stormed };
  const first = trySignIn(held, START);
  expect(first.waitMs).toBe(30 * SECOND);
  expect(first.counted.pair.level).toBe(4.5);
  expect(first.counted.account).toEqual(stormed);
  held = { ...held, pair: NONE };
  let refused = 0;
  for (; held.pair.level < 4.5; refused += 1) {
    expect(trySignIn(held, START).waitMs).toBeGreaterThan(0);
    held = trySignIn(held, START).counted;
  }
  expect(refused).toBe(18);
});

test("sign-in: who is refused for his own sake is not counted, however often he knocks", () => {
  const held: SignInTries = { pair: { level: 5, at: START }, address: NONE, account: NONE };
  expect(trySignIn(held, START)).toEqual({ waitMs: 10 * SECOND, counted: held });
});
