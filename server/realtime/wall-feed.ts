import type { HourCounts } from "@/db/queries/upkeep/wall";
import type { Context } from "../context";
import { assert } from "../domain/kernel/assert";
import type { WallData } from "../domain/live/wall";
import { stateOf } from "../domain/metrics";
import { toAlerts } from "../views/wall/alerts";
import { toKpis } from "../views/wall/kpis";
import { toChannel, toSeries } from "../views/wall/minutes";
import { toExceptions, toPhases, toSkuOut, toStores, toWorstStores } from "../views/wall/panels";
import { MINUTE, RIDER_FRESH_MS, SlowFigures } from "./slow-figures";

const DAY = 86_400_000;

/** Keeps what the wall shows: the last minutes' counters on every beat, the rest as `SlowFigures` has it. */
export class WallFeed {
  private readonly figures: SlowFigures;

  constructor(private readonly context: Context) {
    this.figures = new SlowFigures(context);
  }

  /** Read again what takes longer; beside the beats. @returns 0: there is never more at once */
  async refresh(): Promise<number> {
    await this.figures.refresh();
    return 0;
  }

  /** The wall as of now. Cheap enough for four times a second. */
  async read(): Promise<WallData> {
    const { figures } = this;
    if (!figures.slow) await figures.refresh();
    await figures.readYoungest();
    return await this.draw(this.context.clock.now());
  }

  private async draw(now: number): Promise<WallData> {
    const { figures } = this;
    assert(figures.slow, "the wall is read before it is drawn");
    const { due, active, cases, hour, lag, waitingMs, goods } = figures.slow;
    const { syncMs, skuOut, oversold } = goods;
    const stores = (await this.context.catalog.get()).stores;
    const sums = figures.day.sums(now, this.lastHour(now));
    const kpis = toKpis({ day: sums, due, active, cases, hour, saved: figures.saved });
    const known = figures.knownFrom;
    const codes = figures.codes();
    const { HUILIU_CITY: name, HUILIU_CITY_CODE: adcode } = this.context.config;
    const worstLag = lag.size === 0 ? null : Math.max(...lag.values());
    return {
      city: { name, adcode, channels: figures.channels },
      kpis,
      series: toSeries(figures.book, figures.verdicts, {
        channels: codes,
        now,
        knownFromMs: known,
      }),
      channels: codes.map((c) =>
        toChannel(c, figures.book, {
          verdict: figures.verdicts.get(c),
          now,
          knownFromMs: known,
          lagMs: lag.get(c) ?? null,
        }),
      ),
      stores: toStores(active, stores),
      riders: {
        online: figures.riders.filter((r) => r[4] < RIDER_FRESH_MS / 1000).length,
        busy: figures.riders.filter((r) => r[3] === 1 && r[4] < RIDER_FRESH_MS / 1000).length,
        loadX10: figures.load,
        list: figures.riders,
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
        {
          key: "stock",
          ms: syncMs === null ? null : Math.round(syncMs),
          state: stateOf("stock_sync", syncMs),
        },
      ],
      skuOut: toSkuOut(skuOut),
      oversold: { today: oversold.today, cleanDays: cleanDays(oversold.last, hour, now) },
      alerts: toAlerts(
        figures.verdicts,
        kpis.gmvToday.basketFen,
        (c) => figures.causes.get(c) ?? null,
      ),
      ticker: figures.ticker,
    };
  }

  /** Orders of the last sixty minutes, across midnight. */
  private lastHour(now: number): number {
    const last = Math.floor(now / MINUTE);
    let sum = 0;
    for (const minutes of this.figures.book.values())
      for (let m = last - 59; m <= last; m += 1) sum += minutes.get(m) ?? 0;
    return sum;
  }
}

function cleanDays(last: number | null, hour: HourCounts, now: number): number | null {
  const since = last ?? hour.firstOrder;
  return since === null ? null : Math.floor((now - since) / DAY);
}
