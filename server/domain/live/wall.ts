/**
 * What the wall shows: the contract between `server/views/wall`, the realtime role and `components/wall`.
 * Every value is absolute (state, not increments), so applying one twice is harmless.
 * Money in fen, rates in basis points (1/10 000), times in epoch milliseconds, coordinates GCJ-02 in micro-degrees.
 * `null` means "not known", which is shown as a gap or a dash, never as zero.
 */
export type WallState = "normal" | "pending" | "p2" | "p1" | "nodata";

export type WallKpis = {
  ordersToday: { value: number; vsYesterdayBps: number | null; vsLastWeekBps: number | null };
  gmvToday: { fen: number; basketFen: number | null; refundFen: number };
  ontime: { bps: number | null; due: number; late: number; state: WallState };
  exceptionRate: {
    bps: number | null;
    opened: number;
    paid: number;
    breached: number;
    state: WallState;
  };
  etaRisk: { count: number; active: number; shareBps: number | null; state: WallState };
  saved: { parcels: number; fen: number; mergeRateBps: number | null };
};

export type WallChannel = {
  code: string;
  /** Orders in the last whole minute. */
  perMinute: number;
  /** Against the expected number for that minute; null without a baseline. */
  deviationBps: number | null;
  state: WallState;
  /** Last 60 whole minutes, oldest first; null where the system was not running. */
  spark: (number | null)[];
  /** p99 of channel event time → visible here over 5 minutes. */
  lagMs: number | null;
};

/** [rider id, lng e6, lat e6, busy 0|1, seconds since the last ping] */
export type WallRider = [number, number, number, 0 | 1, number];

export type WallAlert = {
  id: string;
  level: 1 | 2;
  channel: string | null;
  /** "outage" | "drop" | "spike" for channels; "exceptions" | "ingest" for the rest. */
  kind: "outage" | "drop" | "spike" | "exceptions" | "ingest";
  sinceMs: number;
  missingOrders: number;
  missingFen: number;
  /** Top contributor in words, e.g. "82% 来自 城西银泰店". */
  cause: string | null;
  owner: string | null;
  /** Console path the QR code opens. */
  path: string;
};

export type WallTick = { id: number; atMs: number; text: string };

export type WallData = {
  city: { name: string; adcode: string; channels: { code: string; name: string }[] };
  kpis: WallKpis;
  series: {
    /** Start of the newest (unfinished) minute, epoch ms; arrays are the 60 minutes up to and including it. */
    minuteMs: number;
    total: (number | null)[];
    yesterday: (number | null)[];
    bandLow: (number | null)[];
    bandHigh: (number | null)[];
  };
  channels: WallChannel[];
  stores: {
    code: string;
    name: string;
    lngE6: number;
    latE6: number;
    state: WallState;
    open: number;
  }[];
  riders: { online: number; busy: number; loadX10: number | null; list: WallRider[] };
  phases: { code: string; count: number }[];
  exceptions: {
    open: number;
    breached: number;
    riskFen: number;
    top: { code: string; name: string; count: number; state: WallState }[];
  };
  worstStores: { code: string; name: string; bps: number; state: WallState }[];
  health: { key: "ingest" | "queue" | "stock"; ms: number | null; state: WallState }[];
  oversold: { today: number; cleanDays: number | null };
  /** A-class articles with nothing to sell, of all (shop, article) pairs; null before anything sold. */
  skuOut: { out: number; pairs: number; bps: number; state: WallState } | null;
  alerts: WallAlert[];
  ticker: WallTick[];
};

export type WallSnapshot = {
  epoch: string;
  seq: number;
  /** Moment the figures are true for, server clock. */
  ts: number;
  build: string;
  metricsVersion: string;
  data: WallData;
};

/** Only the sections that changed, whole. A section is replaced, never patched inside. */
export type WallDelta = { epoch: string; seq: number; ts: number; set: Partial<WallData> };

/**
 * The sections that differ between two states of the wall.
 *
 * @returns only changed sections; empty when nothing changed
 */
export function diffWall(before: WallData, after: WallData): Partial<WallData> {
  const changed: Partial<WallData> = {};
  for (const key of Object.keys(after) as (keyof WallData)[]) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      Object.assign(changed, { [key]: after[key] });
  }
  return changed;
}

type Applied = { ok: true; snapshot: WallSnapshot } | { ok: false; reason: "gap" | "epoch" };

/**
 * Bring a snapshot forward by one delta.
 *
 * @returns the next snapshot; the same one when the delta is old; `gap` or `epoch` when a new snapshot must be asked for
 */
export function applyWallDelta(snapshot: WallSnapshot, delta: WallDelta): Applied {
  if (delta.epoch !== snapshot.epoch) return { ok: false, reason: "epoch" };
  if (delta.seq <= snapshot.seq) return { ok: true, snapshot };
  if (delta.seq !== snapshot.seq + 1) return { ok: false, reason: "gap" };
  return {
    ok: true,
    snapshot: {
      ...snapshot,
      seq: delta.seq,
      ts: delta.ts,
      data: { ...snapshot.data, ...delta.set },
    },
  };
}
