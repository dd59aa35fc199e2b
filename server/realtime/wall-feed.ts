import {
  type ActiveRow,
  type CaseCount,
  countActive,
  countCases,
  countDue,
  countHour,
  type DueRow,
  gatewaySince,
  type HourCounts,
  listMarkedDays,
  listRiders,
  listTicks,
  type MinuteSum,
  measureLag,
  oldestWaiting,
  sumMinutes,
  sumStores,
} from "@/db/queries/wall";
import type { Context } from "../context";
import { type ChannelVerdict, describeCause } from "../domain/anomaly";
import { assert } from "../domain/kernel/assert";
import { businessDayOf, type Instant } from "../domain/kernel/instant";
import type { WallData, WallRider } from "../domain/live/wall";
import { stateOf } from "../domain/metrics";
import { CHANNEL_NAMES } from "../domain/orders/labels";
import { toAlerts } from "../views/wall/alerts";
import { toKpis } from "../views/wall/kpis";
import {
  addToBook,
  judgeChannels,
  type MinuteBook,
  toChannel,
  toSeries,
} from "../views/wall/minutes";
import { toExceptions, toPhases, toStores, toTick, toWorstStores } from "../views/wall/panels";
import { DayLedger } from "./day-ledger";

const MINUTE = 60_000;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const RIDER_FRESH_MS = 60_000;
const CHANNELS = ["app", "mini", "pos", "meituan", "eleme", "group"];

type Slow = {
  due: DueRow[];
  active: ActiveRow[];
  cases: CaseCount[];
  hour: HourCounts;
  lag: Map<string, number>;
  waitingMs: number;
};

/**
 * Keeps what the wall shows. Fast figures come from the last minutes' counters; the rest is asked for once a second, once
 * in five, once a minute, each by its cost.
 */
export class WallFeed {
  private readonly book: MinuteBook = new Map();
  private readonly day = new DayLedger();
  private verdicts = new Map<string, ChannelVerdict>();
  private causes = new Map<string, string | null>();
  private slow: Slow | null = null;
  private riders: WallRider[] = [];
  private load: number | null = null;
  private ticker: WallData["ticker"] = [];
  private knownFrom = 0;
  /** When the gateway was started: before that nobody could be late. */
  private listening = 0;
  private turns = { second: 0, five: 0, minute: 0 };

  constructor(private readonly context: Context) {}

  /** The wall as of now. Cheap enough for four times a second. */
  async read(): Promise<WallData> {
    const { db, clock } = this.context;
    const now = clock.now();
    const minute = Math.floor(now / MINUTE);
    if (this.turns.minute !== minute) await this.everyMinute(now, minute);
    if (this.turns.five !== Math.floor(now / 5_000)) await this.everyFive(now);
    if (this.turns.second !== Math.floor(now / 1_000)) await this.everySecond(now);
    this.take(await sumMinutes(db, (minute - 2) * MINUTE, (minute + 1) * MINUTE));
    return await this.draw(now);
  }

  private take(rows: readonly MinuteSum[]): void {
    addToBook(this.book, rows);
    this.day.take(rows);
  }

  private async everyMinute(now: number, minute: number): Promise<void> {
    const { db } = this.context;
    const dayStart = startOfDay(now);
    this.day.begin(dayStart);
    this.forgetOld(minute);
    for (const back of [0, 1, 7, 14, 21, 28]) {
      const from = back === 0 ? Math.min(dayStart, now - 4 * HOUR) : now - back * DAY - 4 * HOUR;
      addToBook(
        this.book,
        await this.stretch(
          Math.floor(from / MINUTE) * MINUTE,
          now - back * DAY + 10 * MINUTE,
          back === 0,
        ),
      );
    }
    for (const back of [1, 7])
      this.day.compare(back, await sumMinutes(db, dayStart - back * DAY, now - back * DAY));
    const gateway = await gatewaySince(db);
    const marked = await listMarkedDays(db);
    this.listening = gateway?.startedAt ?? now;
    this.knownFrom = this.knownBefore(this.listening);
    this.verdicts = judgeChannels(this.book, CHANNELS, now, this.knownFrom, marked);
    await this.explain(now);
    this.turns.minute = minute;
  }

  private async stretch(from: number, to: number, isToday: boolean): Promise<MinuteSum[]> {
    const rows = await sumMinutes(this.context.db, from, to);
    if (isToday) this.day.take(rows);
    return rows;
  }

  /** Where an alarm comes from: shops' shares since it began against the hour before. */
  private async explain(now: number): Promise<void> {
    const { db, catalog } = this.context;
    this.causes = new Map();
    const stores = (await catalog.get()).stores;
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
      this.causes.set(
        channel,
        describeCause(shares, seen + verdict.missingOrders, verdict.kind === "spike"),
      );
    }
  }

  private async everyFive(now: number): Promise<void> {
    const { db } = this.context;
    const [due, hour, lag, waitingMs] = await Promise.all([
      countDue(db, now),
      countHour(db, startOfDay(now), now),
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
    };
    this.take(await sumMinutes(db, now - 15 * MINUTE, now + MINUTE));
    this.turns.five = Math.floor(now / 5_000);
  }

  private async everySecond(now: number): Promise<void> {
    const { db } = this.context;
    const [active, cases, riders, ticks] = await Promise.all([
      countActive(db, now),
      countCases(db),
      listRiders(db),
      listTicks(db, now - HOUR, 6),
    ]);
    if (this.slow) this.slow = { ...this.slow, active, cases };
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
    this.turns.second = Math.floor(now / 1_000);
  }

  private async draw(now: number): Promise<WallData> {
    assert(this.slow, "the wall is read before it is drawn");
    const { due, active, cases, hour, lag, waitingMs } = this.slow;
    const stores = (await this.context.catalog.get()).stores;
    const kpis = toKpis(this.day.sums(now, this.lastHour(now)), due, active, cases, hour);
    const known = this.knownFrom;
    const worstLag = lag.size === 0 ? null : Math.max(...lag.values());
    return {
      city: {
        name: "杭州",
        adcode: "330100",
        channels: CHANNELS.map((code) => ({ code, name: CHANNEL_NAMES[code] ?? code })),
      },
      kpis,
      series: toSeries(this.book, this.verdicts, CHANNELS, now, known),
      channels: CHANNELS.map((c) =>
        toChannel(c, this.book, this.verdicts.get(c), now, known, lag.get(c) ?? null),
      ),
      stores: toStores(active, stores),
      riders: {
        online: this.riders.filter((r) => r[4] < RIDER_FRESH_MS / 1000).length,
        busy: this.riders.filter((r) => r[3] === 1 && r[4] < RIDER_FRESH_MS / 1000).length,
        loadX10: this.load,
        list: this.riders,
      },
      phases: toPhases(active),
      exceptions: toExceptions(cases),
      worstStores: toWorstStores(due, stores),
      health: [
        {
          key: "ingest",
          ms: worstLag === null ? null : Math.round(worstLag),
          state: stateOf("ingest_lag", worstLag),
        },
        { key: "queue", ms: Math.round(waitingMs), state: stateOf("queue_age", waitingMs) },
      ],
      oversold: { today: hour.oversoldToday, cleanDays: cleanDays(hour, now) },
      alerts: toAlerts(this.verdicts, kpis.gmvToday.basketFen, (c) => this.causes.get(c) ?? null),
      ticker: this.ticker,
    };
  }

  /** Orders of the last sixty minutes, across midnight. */
  private lastHour(now: number): number {
    const last = Math.floor(now / MINUTE);
    let sum = 0;
    for (const minutes of this.book.values())
      for (let m = last - 59; m <= last; m += 1) sum += minutes.get(m) ?? 0;
    return sum;
  }

  /** The gateway's start is no gap where orders ran on across it: back to the first minute of the unbroken stretch. */
  private knownBefore(startedAt: number): number {
    const has = (minute: number) => CHANNELS.some((c) => (this.book.get(c)?.get(minute) ?? 0) > 0);
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
export function startOfDay(now: number): number {
  return Date.parse(`${businessDayOf(now as Instant)}T00:00:00+08:00`);
}

function cleanDays(hour: HourCounts, now: number): number | null {
  const since = hour.lastOversold ?? hour.firstOrder;
  return since === null ? null : Math.floor((now - since) / DAY);
}
