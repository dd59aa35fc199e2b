/** A believable evening in one city, the same every time: what the wall's browser tests look at. */
import type { WallData, WallRider, WallState } from "../../server/domain/live/wall";
import { stateOf } from "../../server/domain/metrics";
import { channels, stores, ticks } from "./wall-fixture-city";

export type Variant = "calm" | "alert" | "empty" | "stale";
export const variants: readonly Variant[] = ["calm", "alert", "empty", "stale"];

const MINUTE_MS = 60_000;

/** Small integer generator: the same numbers on every machine. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const stateOfStore: Record<string, WallState> = { S01: "p1", S02: "p2", S03: "p2", S12: "pending" };

/** Sixty whole minutes ending before the newest one. */
function minutesOf(roll: () => number, level: number, isOut: boolean): number[] {
  return Array.from({ length: 60 }, (_, index) => {
    const swell = 0.86 + 0.2 * Math.sin((index - 8) / 19);
    const noise = (roll() + roll() - 1) * Math.sqrt(level) * 1.1;
    return isOut && index > 55 ? 0 : Math.max(0, Math.round(level * swell + noise));
  });
}

function ridersOf(roll: () => number): WallRider[] {
  return Array.from({ length: 260 }, (_, id): WallRider => {
    const [, , lng, lat] = stores[id % stores.length] ?? ["", "", 120.16, 30.27];
    const far = 0.004 + 0.016 * roll();
    const angle = 2 * Math.PI * roll();
    return [
      id + 1,
      Math.round((lng + far * Math.cos(angle)) * 1e6),
      Math.round((lat + far * 0.86 * Math.sin(angle)) * 1e6),
      roll() < 0.86 ? 1 : 0,
      roll() < 0.04 ? 95 : Math.floor(roll() * 20),
    ];
  });
}

function seriesOf(roll: () => number, nowMs: number, isOut: boolean): WallData["series"] {
  const level = channels.reduce((sum, { perMinute }) => sum + perMinute, 0);
  const calm = minutesOf(roll, level, false);
  const lost = channels.find(({ code }) => code === "eleme")?.perMinute ?? 0;
  const total = calm.map((value, index) => (isOut && index > 55 ? value - lost : value));
  const expected = calm.map((_, index) => level * (0.86 + 0.2 * Math.sin((index - 8) / 19)));
  return {
    minuteMs: Math.floor(nowMs / MINUTE_MS) * MINUTE_MS,
    total: [...total.slice(1), 12],
    yesterday: minutesOf(roll, level * 0.94, false),
    bandLow: expected.map((value) => Math.round(value - 2.5 * Math.sqrt(value))),
    bandHigh: expected.map((value) => Math.round(value + 2.5 * Math.sqrt(value))),
  };
}

const tickerOf = (count: number, nowMs: number): WallData["ticker"] =>
  Array.from({ length: 5 }, (_, index) => {
    const id = count - index;
    return { id, atMs: nowMs - index * 1_000, text: ticks[id % ticks.length] ?? "" };
  });

function alertsOf(nowMs: number): WallData["alerts"] {
  const common = { missingOrders: 0, missingFen: 0, owner: null, path: "/exceptions" };
  return [
    {
      id: "alr_1",
      level: 1,
      channel: "eleme",
      kind: "outage",
      sinceMs: nowMs - 252_000,
      missingOrders: 312,
      missingFen: 1_482_000,
      cause: "82% 来自 接入网关",
      owner: "李敏",
      path: "/channels/eleme?alert=alr_1",
    },
    {
      ...common,
      id: "alr_2",
      level: 2,
      channel: "group",
      kind: "drop",
      sinceMs: nowMs - 600_000,
      cause: null,
    },
    {
      ...common,
      id: "alr_3",
      level: 2,
      channel: null,
      kind: "exceptions",
      sinceMs: nowMs - 90_000,
      cause: null,
    },
  ];
}

function kpisOf(ordersToday: number): WallData["kpis"] {
  const ontimeBps = 9_460;
  return {
    ordersToday: { value: ordersToday, vsYesterdayBps: 620, vsLastWeekBps: 1_100 },
    gmvToday: { fen: ordersToday * 4_810, basketFen: 4_810, refundFen: 1_206_000 },
    ontime: { bps: ontimeBps, due: 3_412, late: 184, state: stateOf("ontime_fulfil", ontimeBps) },
    exceptionRate: { bps: 180, opened: 61, paid: 3_388, breached: 4, state: "normal" },
    etaRisk: { count: 27, active: 1_204, shareBps: 224, state: stateOf("eta_risk", 224) },
    saved: { parcels: 3_906, fen: 1_562_000, mergeRateBps: 1_700 },
  };
}

function restOf(
  isAlert: boolean,
): Pick<WallData, "phases" | "exceptions" | "worstStores" | "health" | "oversold" | "skuOut"> {
  return {
    phases: [
      { code: "to_accept", count: 312 },
      { code: "picking", count: 640 },
      { code: "to_pick_up", count: 221 },
      { code: "delivering", count: 1_204 },
      { code: "on_hold", count: 38 },
      { code: "exception", count: 64 },
    ],
    exceptions: {
      open: 64,
      breached: 4,
      riskFen: 893_000,
      top: [
        { code: "OUT_OF_STOCK", name: "缺货", count: 23, state: "p1" },
        { code: "ADDRESS_INVALID", name: "地址异常", count: 11, state: "p2" },
        { code: "NO_RIDER", name: "无骑手接单", count: 9, state: "p2" },
        { code: "STORE_TIMEOUT", name: "门店未接", count: 7, state: "normal" },
        { code: "CUSTOMER_REQUEST", name: "取消处理中", count: 6, state: "normal" },
      ],
    },
    worstStores: [
      { code: "S01", name: "城西银泰店", bps: 8_610, state: "p1" },
      { code: "S02", name: "滨江宝龙店", bps: 8_940, state: "p1" },
      { code: "S03", name: "下沙金沙店", bps: 9_180, state: "p2" },
    ],
    health: [
      { key: "ingest", ms: isAlert ? 6_900 : 1_900, state: isAlert ? "p2" : "normal" },
      { key: "queue", ms: 3_000, state: "normal" },
      { key: "stock", ms: 4_200, state: "normal" },
    ],
    oversold: { today: 0, cleanDays: 37 },
    skuOut: { out: 11, pairs: 1_248, bps: 88, state: "normal" },
  };
}

function channelsOf(roll: () => number, isOut: boolean): WallData["channels"] {
  const deviations = [-312, 210, -96, 420, 0, -780];
  return channels.map(({ code, perMinute, lagMs }, index) => {
    const isThisOut = isOut && code === "eleme";
    return {
      code,
      perMinute: isThisOut ? 0 : perMinute,
      deviationBps: isThisOut ? -10_000 : (deviations[index] ?? null),
      state: isThisOut ? "p1" : code === "group" && isOut ? "p2" : "normal",
      spark: minutesOf(roll, perMinute, isThisOut),
      lagMs: isThisOut ? null : lagMs,
    };
  });
}

const city = {
  name: "杭州",
  adcode: "330100",
  channels: channels.map(({ code, name }) => ({ code, name })),
};

const storesIn = (isCalm: boolean): WallData["stores"] =>
  stores.map(([code, name, lng, lat], index) => ({
    code,
    name,
    lngE6: Math.round(lng * 1e6),
    latE6: Math.round(lat * 1e6),
    state: isCalm && code === "S01" ? "p2" : (stateOfStore[code] ?? "normal"),
    open: 40 + index,
  }));

export function wallDataOf(variant: Variant, nowMs: number): WallData {
  const roll = dice(7);
  const isAlert = variant === "alert";
  if (variant === "empty") return emptyData(nowMs);
  return {
    city,
    kpis: kpisOf(48_213),
    series: seriesOf(roll, nowMs, isAlert),
    channels: channelsOf(roll, isAlert),
    stores: storesIn(!isAlert),
    riders: { online: 402, busy: 361, loadX10: 31, list: ridersOf(roll) },
    ...restOf(isAlert),
    alerts: isAlert ? alertsOf(nowMs) : [],
    ticker: tickerOf(100, nowMs),
  };
}

/** The first minutes of a first day: no orders, no baseline, no riders on shift. */
function emptyData(nowMs: number): WallData {
  const unknown = Array.from({ length: 60 }, () => null);
  return {
    city,
    kpis: {
      ordersToday: { value: 0, vsYesterdayBps: null, vsLastWeekBps: null },
      gmvToday: { fen: 0, basketFen: null, refundFen: 0 },
      ontime: { bps: null, due: 0, late: 0, state: "nodata" },
      exceptionRate: { bps: null, opened: 0, paid: 0, breached: 0, state: "nodata" },
      etaRisk: { count: 0, active: 0, shareBps: null, state: "normal" },
      saved: { parcels: 0, fen: 0, mergeRateBps: null },
    },
    series: {
      minuteMs: Math.floor(nowMs / MINUTE_MS) * MINUTE_MS,
      total: unknown,
      yesterday: unknown,
      bandLow: unknown,
      bandHigh: unknown,
    },
    channels: channels.map(({ code }) => ({
      code,
      perMinute: 0,
      deviationBps: null,
      state: "normal",
      spark: unknown,
      lagMs: null,
    })),
    stores: storesIn(true).map((store) => ({ ...store, state: "normal" })),
    riders: { online: 0, busy: 0, loadX10: null, list: [] },
    ...restOf(false),
    phases: restOf(false).phases.map(({ code }) => ({ code, count: 0 })),
    exceptions: { open: 0, breached: 0, riskFen: 0, top: [] },
    worstStores: [],
    health: (["ingest", "queue", "stock"] as const).map((key) => ({
      key,
      ms: null,
      state: "nodata",
    })),
    oversold: { today: 0, cleanDays: null },
    skuOut: null,
    alerts: [],
    ticker: [],
  };
}

/** A new minute shifts every array; within one, its count so far grows. */
function seriesAfter(series: WallData["series"], nowMs: number): WallData["series"] {
  const minuteMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  if (minuteMs === series.minuteMs) {
    return { ...series, total: [...series.total.slice(0, 59), (series.total[59] ?? 0) + 6] };
  }
  const shift = (values: (number | null)[], next: number | null) => [...values.slice(1), next];
  return {
    minuteMs,
    total: shift([...series.total.slice(0, 59), series.total[58] ?? null], 6),
    yesterday: shift(series.yesterday, series.yesterday[59] ?? null),
    bandLow: shift(series.bandLow, series.bandLow[59] ?? null),
    bandHigh: shift(series.bandHigh, series.bandHigh[59] ?? null),
  };
}

/** One second later: more orders, riders a little farther, one more decision. Absolute values, whole sections. */
export function nextSecond(data: WallData, nowMs: number, step: number): Partial<WallData> {
  if (data.kpis.ordersToday.value === 0) return {};
  const ordersToday = data.kpis.ordersToday.value + 5 + (step % 4);
  const list = data.riders.list.map(([id, lng, lat, busy, ping]): WallRider => {
    const heading = id + step / 40;
    return [
      id,
      Math.round(lng + 60 * Math.cos(heading)),
      Math.round(lat + 60 * Math.sin(heading)),
      busy,
      ping,
    ];
  });
  return {
    kpis: kpisOf(ordersToday),
    series: seriesAfter(data.series, nowMs),
    riders: { ...data.riders, list },
    ...(step % 3 === 0 && { ticker: tickerOf(100 + step, nowMs) }),
  };
}
