import type { MinuteSum } from "@/db/queries/upkeep/wall";
import { type ChannelVerdict, detectAnomaly, minuteOf } from "@/server/domain/anomaly";
import type { Instant } from "@/server/domain/kernel/instant";
import type { WallChannel, WallData, WallState } from "@/server/domain/live/wall";

const MINUTE_MS = 60_000;
const SHOWN_MINUTES = 60;
const DAY_MS = 86_400_000;

/** Numbers per channel and minute, held by the feed: today's, and those of the days it compares with. */
export type MinuteBook = Map<string, Map<number, number>>;

export function addToBook(book: MinuteBook, rows: readonly MinuteSum[]): void {
  for (const row of rows) {
    const minutes = book.get(row.channel) ?? new Map<number, number>();
    minutes.set(Math.floor(row.minute / MINUTE_MS), row.orders);
    book.set(row.channel, minutes);
  }
}

/**
 * Since when numbers are known, with breaks of some minutes; since when the gateway listens without one; up to when all
 * that came in has been read. Epoch ms.
 */
type Listening = { knownFromMs: number; startedMs: number; readToMs: number };

/** Being so far behind is usual: what few orders it hides make no outage. */
const BEHIND_MS = 5_000;

/** When channels are judged, and what is known of that time. */
type Judging = { now: number; listening: Listening; markedDays: readonly string[] };

/** How every channel stands; judged once a minute, after the minute is over. */
export function judgeChannels(
  book: MinuteBook,
  channels: readonly string[],
  { now, listening, markedDays }: Judging,
): Map<string, ChannelVerdict> {
  const { knownFromMs, startedMs, readToMs } = listening;
  const marked = new Set(markedDays);
  const deaf = minutesBetween(now - 4 * HOUR_MS, knownFromMs);
  const away = breakBefore(startedMs, knownFromMs, (minute) =>
    channels.some((channel) => (book.get(channel)?.get(minute) ?? 0) > 0),
  );
  const unread = minutesBetween(readToMs + BEHIND_MS, now);
  const unheard = new Set([...away, ...unread]);
  return new Map(
    channels.map((channel) => {
      const orders = book.get(channel) ?? new Map<number, number>();
      const first = Math.min(minuteOf(knownFromMs as Instant) + 1, ...orders.keys());
      const series = {
        orders,
        knownFrom: first,
        alarmed: deaf,
        unheard,
        markedDays: marked,
        sigma: 1,
        sigmaQuarter: 1.3,
      };
      return [channel, ofOurTime(detectAnomaly(series, now as Instant), knownFromMs)];
    }),
  );
}

const HOUR_MS = 3_600_000;

function minutesBetween(fromMs: number, toMs: number): Set<number> {
  const minutes = new Set<number>();
  if (fromMs > toMs) return minutes;
  for (let minute = minuteOf(fromMs as Instant); minute <= minuteOf(toMs as Instant); minute += 1)
    minutes.add(minute);
  return minutes;
}

/**
 * The minute in which the gateway began, and those before it in which nothing came from anybody; each with the one before
 * it, which the break may have cut short.
 */
function breakBefore(
  startedMs: number,
  knownFromMs: number,
  isHeard: (minute: number) => boolean,
): Set<number> {
  const minutes = minutesBetween(knownFromMs, startedMs);
  const started = minuteOf(startedMs as Instant);
  const broken = [...minutes].filter((minute) => minute === started || !isHeard(minute));
  return new Set(broken.flatMap((minute) => [minute - 1, minute]));
}

/** An alarm that began while we did not listen is our own silence, not the channel's. */
function ofOurTime(verdict: ChannelVerdict, knownFromMs: number): ChannelVerdict {
  if (verdict.since === null || verdict.since > knownFromMs) return verdict;
  return { ...verdict, state: "normal", kind: null, since: null, missingOrders: 0 };
}

const STATE: Record<ChannelVerdict["state"], WallState> = {
  normal: "normal",
  pending: "pending",
  firing: "p2",
};

/** An outage of a channel is P1; a drop or a rush is P2. */
function channelState(verdict: ChannelVerdict | undefined): WallState {
  if (!verdict || verdict.expected === null) return "normal";
  return verdict.state === "firing" && verdict.kind === "outage" ? "p1" : STATE[verdict.state];
}

/** How a channel stands at a moment. */
type ChannelNow = {
  verdict: ChannelVerdict | undefined;
  now: number;
  knownFromMs: number;
  lagMs: number | null;
};

export function toChannel(
  code: string,
  book: MinuteBook,
  { verdict, now, knownFromMs, lagMs }: ChannelNow,
): WallChannel {
  const last = Math.floor(now / MINUTE_MS) - 1;
  const minutes = book.get(code);
  const spark = Array.from({ length: SHOWN_MINUTES }, (_, i) =>
    valueAt(minutes, last - SHOWN_MINUTES + 1 + i, knownFromMs),
  );
  return {
    code,
    perMinute: minutes?.get(last) ?? 0,
    deviationBps: verdict?.deviationBps ?? null,
    state: channelState(verdict),
    spark,
    lagMs: lagMs === null ? null : Math.round(lagMs),
  };
}

/** A minute before we were listening is not known; one in which we were and nobody ordered is zero. */
function valueAt(
  minutes: Map<number, number> | undefined,
  minute: number,
  knownFromMs: number,
): number | null {
  const value = minutes?.get(minute);
  if (value !== undefined) return value;
  return minute * MINUTE_MS >= knownFromMs ? 0 : null;
}

/** The hero chart: all channels together, the same minutes of yesterday, and the band of the sum. */
export function toSeries(
  book: MinuteBook,
  verdicts: Map<string, ChannelVerdict>,
  { channels, now, knownFromMs }: { channels: readonly string[]; now: number; knownFromMs: number },
): WallData["series"] {
  const current = Math.floor(now / MINUTE_MS);
  const shown = Array.from({ length: SHOWN_MINUTES }, (_, i) => current - SHOWN_MINUTES + 1 + i);
  const sum = (minute: number, knownMs: number): number | null => {
    const values = channels.map((c) => valueAt(book.get(c), minute, knownMs));
    return values.every((v) => v === null)
      ? null
      : values.reduce<number>((a, v) => a + (v ?? 0), 0);
  };
  const band = shown.map((minute) => bandAt(verdicts, channels, minute));
  return {
    minuteMs: current * MINUTE_MS,
    total: shown.map((m) => sum(m, knownFromMs)),
    yesterday: shown.map((m) => sum(m - DAY_MS / MINUTE_MS, Number.MAX_SAFE_INTEGER)),
    bandLow: band.map((b) => b?.low ?? null),
    bandHigh: band.map((b) => b?.high ?? null),
  };
}

/** Independent channels: expectations add, spreads add in squares. */
function bandAt(
  verdicts: Map<string, ChannelVerdict>,
  channels: readonly string[],
  minute: number,
): { low: number; high: number } | null {
  let expected = 0;
  let squares = 0;
  for (const channel of channels) {
    const point = verdicts.get(channel)?.band.find((b) => minuteOf(b.at) === minute);
    // A channel without a rhythm (files, once in a while) has no expectation to add.
    if (!point || point.expected === null || point.high === null) continue;
    expected += point.expected;
    squares += (point.high - point.expected) ** 2;
  }
  if (expected === 0) return null;
  const half = Math.sqrt(squares);
  return { low: Math.max(0, Math.round(expected - half)), high: Math.round(expected + half) };
}
