import {
  type ActiveRow,
  type CaseCount,
  countActive,
  countCases,
  countDue,
  countHour,
  countOversold,
  countSaved,
  countSkuOut,
  type DueRow,
  gatewaySince,
  type HourCounts,
  listMarkedDays,
  listRiders,
  listTicks,
  type MinuteSum,
  measureLag,
  measureSync,
  oldestWaiting,
  sumMinutes,
  sumStores,
} from "@/db/queries/upkeep/wall";
import type { Context } from "../context";
import { type ChannelVerdict, describeCause } from "../domain/anomaly";
import { businessDayOf, type Instant } from "../domain/kernel/instant";
import type { WallData, WallRider } from "../domain/live/wall";
import { addToBook, judgeChannels, type MinuteBook } from "../views/wall/minutes";
import { toTick } from "../views/wall/panels";
import { wallChannels } from "../views/wall/wall-channels";
import { DayLedger } from "./day-ledger";
import { nextTurn } from "./next-turn";

export const MINUTE = 60_000;
const DAY = 86_400_000;
const HOUR = 3_600_000;
export const RIDER_FRESH_MS = 60_000;
/** The youngest minutes are read by every beat; what takes longer to read stops before them, or it would set them back. */
const FAST_MINUTES = 2;

type Slow = {
  due: DueRow[];
  active: ActiveRow[];
  cases: CaseCount[];
  hour: HourCounts;
  lag: Map<string, number>;
  waitingMs: number;
  goods: Goods;
};

/** Stock, as the wall shows it. */
type Goods = {
  syncMs: number | null;
  skuOut: { out: number; pairs: number };
  oversold: { today: number; last: number | null };
};
const NO_GOODS: Goods = {
  syncMs: null,
  skuOut: { out: 0, pairs: 0 },
  oversold: { today: 0, last: null },
};

/**
 * What the wall keeps in memory and reads again once a second, in five, in a minute, each by its cost. It is refreshed
 * beside the beat, so that no number that is fast to read waits for one that is not.
 */
export class SlowFigures {
  readonly book: MinuteBook = new Map();
  readonly day = new DayLedger();
  verdicts = new Map<string, ChannelVerdict>();
  causes = new Map<string, string | null>();
  slow: Slow | null = null;
  riders: WallRider[] = [];
  load: number | null = null;
  ticker: WallData["ticker"] = [];
  channels: WallData["city"]["channels"] = [];
  /** Parcels that merging has saved today. */
  saved = 0;
  knownFrom = 0;
  /** When the gateway was started: before that nobody could be late. */
  private listening = 0;
  private minute = 0;
  /** When the others are read again. */
  private next = { second: 0, five: 0 };
  /** Readings of the youngest minutes, in the order they were begun: the last begun, and the last taken. */
  private young = { begun: 0, taken: 0 };

  constructor(private readonly context: Context) {}

  /** Read again what is due. */
  async refresh(): Promise<void> {
    const now = this.context.clock.now();
    const minute = Math.floor(now / MINUTE);
    if (this.minute !== minute) await this.everyMinute(now, minute);
    await this.inTurn("five", now, { everyMs: 5_000, read: () => this.everyFive(now) });
    await this.inTurn("second", now, { everyMs: 1_000, read: () => this.everySecond(now) });
  }

  private async inTurn(
    which: "second" | "five",
    now: number,
    { everyMs, read }: { everyMs: number; read: () => Promise<void> },
  ): Promise<void> {
    // A clock that stepped back makes nobody wait until it has caught up.
    if (now < this.next[which] && this.next[which] - now < MINUTE) return;
    const since = performance.now();
    await read();
    this.next[which] = nextTurn(now, everyMs, performance.now() - since);
  }

  /** Read the youngest minutes; an answer that one begun later has overtaken is left out. */
  async readYoungest(): Promise<void> {
    const minute = Math.floor(this.context.clock.now() / MINUTE);
    this.young.begun += 1;
    const turn = this.young.begun;
    const [from, to] = [(minute - FAST_MINUTES) * MINUTE, (minute + 1) * MINUTE];
    const rows = await sumMinutes(this.context.db, from, to);
    if (turn < this.young.taken) return;
    this.young.taken = turn;
    this.take(rows);
  }

  private take(rows: readonly MinuteSum[]): void {
    addToBook(this.book, rows);
    this.day.take(rows);
  }

  /** Codes of the channels orders come from. */
  codes(): string[] {
    return this.channels.map((c) => c.code);
  }

  private async everyMinute(now: number, minute: number): Promise<void> {
    const { db } = this.context;
    this.channels = wallChannels([...(await this.catalog()).accounts.values()]);
    const dayStart = startOfDay(now);
    this.day.begin(dayStart);
    this.forgetOld(minute);
    for (const back of [0, 1, 7, 14, 21, 28]) {
      const from = back === 0 ? Math.min(dayStart, now - 4 * HOUR) : now - back * DAY - 4 * HOUR;
      addToBook(
        this.book,
        await this.stretch(
          Math.floor(from / MINUTE) * MINUTE,
          back === 0 ? (minute - FAST_MINUTES) * MINUTE : now - back * DAY + 10 * MINUTE,
          back === 0,
        ),
      );
    }
    for (const back of [1, 7])
      this.day.compare(back, await sumMinutes(db, dayStart - back * DAY, now - back * DAY));
    this.saved = await countSaved(db, dayStart);
    // With no wall looking nobody has read the minutes that are judged now.
    await this.readYoungest();
    const gateway = await gatewaySince(db);
    const marked = await listMarkedDays(db);
    this.listening = gateway?.startedAt ?? now;
    this.knownFrom = this.knownBefore(this.listening);
    const listening = {
      knownFromMs: this.knownFrom,
      startedMs: this.listening,
      readToMs: now - (await oldestWaiting(db)),
    };
    this.verdicts = judgeChannels(this.book, this.codes(), { now, listening, markedDays: marked });
    await this.explain(now);
    this.minute = minute;
  }

  private async stretch(from: number, to: number, isToday: boolean): Promise<MinuteSum[]> {
    const rows = await sumMinutes(this.context.db, from, to);
    if (isToday) this.day.take(rows);
    return rows;
  }

  /** Where an alarm comes from: shops' shares since it began against the hour before. */
  private async explain(now: number): Promise<void> {
    const { db } = this.context;
    const causes = new Map<string, string | null>();
    const { stores } = await this.catalog();
    for (const [channel, verdict] of this.verdicts) {
      if (verdict.state !== "firing" || verdict.since === null) continue;
      const [usual, since] = await Promise.all([
        sumStores(db, verdict.since - HOUR, verdict.since),
        sumStores(db, verdict.since, now),
      ]);
      const count = (rows: typeof usual, id: number) =>
        rows.find((r) => r.channel === channel && r.storeId === id)?.orders ?? 0;
      const shares = [...stores.values()].map((s) => ({
        name: s.name,
        orders: count(since, s.id),
        usual: count(usual, s.id),
      }));
      const seen = shares.reduce((sum, s) => sum + s.orders, 0);
      causes.set(
        channel,
        describeCause(shares, seen + verdict.missingOrders, verdict.kind === "spike"),
      );
    }
    this.causes = causes;
  }

  private async everyFive(now: number): Promise<void> {
    const { db } = this.context;
    const [due, hour, lag, waitingMs] = await Promise.all([
      countDue(db, now),
      countHour(db, now),
      measureLag(db, now, this.listening),
      oldestWaiting(db),
    ]);
    const old = this.slow;
    this.slow = {
      active: old?.active ?? [],
      cases: old?.cases ?? [],
      due,
      hour,
      lag: new Map(lag.map((l) => [l.channel, l.p99])),
      waitingMs,
      goods: old?.goods ?? NO_GOODS,
    };
    const minute = Math.floor(now / MINUTE);
    this.take(await sumMinutes(db, (minute - 15) * MINUTE, (minute - FAST_MINUTES) * MINUTE));
  }

  private async everySecond(now: number): Promise<void> {
    const { db } = this.context;
    const [active, cases, riders, ticks, syncMs, skuOut, oversold] = await Promise.all([
      countActive(db, now),
      countCases(db),
      listRiders(db),
      listTicks(db, now - HOUR, 6),
      measureSync(db),
      countSkuOut(db),
      countOversold(db, startOfDay(now)),
    ]);
    if (this.slow) this.slow = { ...this.slow, active, cases, goods: { syncMs, skuOut, oversold } };
    this.riders = riders.map((r) => [
      r.id,
      r.lngE6,
      r.latE6,
      r.load > 0 ? 1 : 0,
      Math.max(0, Math.round((now - r.pingAt) / 1000)),
    ]);
    const onDuty = riders.filter((r) => now - r.pingAt < RIDER_FRESH_MS);
    this.load =
      onDuty.length === 0
        ? null
        : Math.round((onDuty.reduce((sum, r) => sum + r.load, 0) * 10) / onDuty.length);
    this.ticker = ticks.map(toTick);
  }

  private catalog(): ReturnType<Context["catalog"]["get"]> {
    return this.context.catalog.get();
  }

  /** The gateway's start is no gap where orders ran on across it: back to the first minute of the unbroken stretch. */
  private knownBefore(startedAt: number): number {
    const has = (minute: number) =>
      this.codes().some((c) => (this.book.get(c)?.get(minute) ?? 0) > 0);
    let minute = Math.floor(startedAt / MINUTE);
    while ([1, 2, 3].some((back) => has(minute - back)) && startedAt - minute * MINUTE < 4 * HOUR)
      minute -= 1;
    return minute * MINUTE;
  }

  /** What no chart and no baseline looks at any more. */
  private forgetOld(minute: number): void {
    const days = new Set([0, 1, 7, 14, 21, 28]);
    for (const minutes of this.book.values()) {
      for (const key of minutes.keys()) {
        const back = Math.round(((minute - key) * MINUTE) / DAY);
        if (!days.has(back) || Math.abs(minute - back * 1440 - key) > 5 * 60) minutes.delete(key);
      }
    }
  }
}

/** Midnight in Shanghai. */
function startOfDay(now: number): number {
  return Date.parse(`${businessDayOf(now as Instant)}T00:00:00+08:00`);
}
