import type { ActiveRow, CaseCount, DueRow, HourCounts } from "@/db/queries/upkeep/wall";
import type { WallKpis } from "@/server/domain/live/wall";
import { isProbablyLate, SOLO_TRIP_FEN, stateOf } from "@/server/domain/metrics";
import type { Fulfil } from "@/server/domain/orders/axes";

/** The day's sums, up to now. */
export type DaySums = {
  orders: number;
  fen: number;
  refundedFen: number;
  released: number;
  merged: number;
  /** The same stretch of the clock on other days; null where a day has no numbers or is marked. */
  yesterday: number | null;
  lastWeek: number | null;
  paidLastHour: number;
};

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part * 10_000) / whole);
const growth = (now: number, then: number | null): number | null =>
  then === null || then === 0 ? null : Math.round(((now - then) * 10_000) / then);

/** What the tiles are counted from. */
type KpiSources = {
  day: DaySums;
  due: readonly DueRow[];
  active: readonly ActiveRow[];
  cases: readonly CaseCount[];
  hour: HourCounts;
  saved: number;
};

/** The six figures of the top row, from counted rows. Each definition stands in `domain/metrics`. */
export function toKpis({ day, due, active, cases, hour, saved }: KpiSources): WallKpis {
  const dueAll = due.reduce((sum, r) => sum + r.due, 0);
  const late = due.reduce((sum, r) => sum + r.late, 0);
  const ontime = share(dueAll - late, dueAll);
  const excepted = share(hour.excepted, day.paidLastHour);
  const out = active.reduce((sum, r) => sum + r.n, 0);
  const risky = active
    .filter((r) => isProbablyLate(r.fulfil as Fulfil | null))
    .reduce((sum, r) => sum + r.soon, 0);
  return {
    ordersToday: {
      value: day.orders,
      vsYesterdayBps: growth(day.orders, day.yesterday),
      vsLastWeekBps: growth(day.orders, day.lastWeek),
    },
    gmvToday: {
      fen: day.fen,
      basketFen: day.orders === 0 ? null : Math.round(day.fen / day.orders),
      refundFen: day.refundedFen,
    },
    ontime: { bps: ontime, due: dueAll, late, state: stateOf("ontime_fulfil", ontime) },
    exceptionRate: {
      bps: excepted,
      opened: hour.excepted,
      paid: day.paidLastHour,
      breached: cases.reduce((sum, c) => sum + c.breached, 0),
      state: stateOf("exception_rate", excepted),
    },
    etaRisk: {
      count: risky,
      active: out,
      shareBps: share(risky, out),
      state: stateOf("eta_risk", share(risky, out)),
    },
    saved: {
      parcels: saved,
      fen: saved * SOLO_TRIP_FEN,
      mergeRateBps: share(day.merged, day.released),
    },
  };
}
