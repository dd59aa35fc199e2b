import { expect, test } from "vitest";
import { judgeChannels, type MinuteBook } from "./minutes";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 2, 2, 4) / MINUTE;
const WEEK = 10_080;
const CHANNELS = ["app", "meituan"];

/** `usual` orders a minute from both, for five weeks, but for what `today` says of a channel's minutes before noon. */
function bookOf(today: (channel: string, ago: number) => number, usual = 20): MinuteBook {
  const book: MinuteBook = new Map();
  for (const channel of CHANNELS) {
    const minutes = new Map<number, number>();
    for (let week = 0; week <= 4; week += 1)
      for (let ago = week === 0 ? 1 : -20; ago <= 240; ago += 1)
        minutes.set(NOON - week * WEEK - ago, week === 0 ? today(channel, ago) : usual);
    book.set(channel, minutes);
  }
  return book;
}

const statesOf = (book: MinuteBook, startedAgo: number, behindMs = 0) =>
  [
    ...judgeChannels(book, CHANNELS, {
      now: NOON * MINUTE,
      listening: {
        knownFromMs: (NOON - 240) * MINUTE,
        startedMs: (NOON - startedAgo) * MINUTE + 40_000,
        readToMs: NOON * MINUTE - behindMs,
      },
      markedDays: [],
    }),
  ].map(([channel, verdict]) => `${channel} ${verdict.kind ?? verdict.state}`);

test("judgeChannels: while the gateway was away for three minutes no channel had an outage", () => {
  const away = bookOf((_, ago) => (ago > 4 ? 20 : ago > 2 ? 0 : ago === 2 ? 6 : 20));
  expect(statesOf(away, 2)).toEqual(["app normal", "meituan normal"]);
  // The same silence while it was there is one of every channel.
  expect(statesOf(away, 200)).toEqual(["app outage", "meituan outage"]);
});

test("judgeChannels: the last minute before the gateway went away is cut short like its first", () => {
  const cut = bookOf((_, ago) => (ago === 4 ? 2 : ago === 3 ? 0 : ago === 2 ? 6 : 80), 80);
  expect(statesOf(cut, 2)).toEqual(["app normal", "meituan normal"]);
  expect(statesOf(cut, 200)).toEqual(["app outage", "meituan outage"]);
});

test("judgeChannels: a channel that stays silent after the gateway is back has an outage", () => {
  const one = bookOf((channel, ago) => (ago > 4 ? 20 : channel === "app" || ago > 3 ? 0 : 20));
  expect(statesOf(one, 4)).toEqual(["app outage", "meituan normal"]);
});

test("judgeChannels: minutes whose orders lie unread are no outage, of any length; a moment behind hides none", () => {
  const behind = bookOf((_, ago) => (ago > 4 ? 20 : ago === 4 ? 9 : 0));
  expect(statesOf(behind, 200, 4 * MINUTE - 25_000)).toEqual(["app normal", "meituan normal"]);
  expect(statesOf(behind, 200, 4_000)).toEqual(["app outage", "meituan outage"]);
});
