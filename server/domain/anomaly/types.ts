import type { Instant } from "../kernel/instant";

/** One row of the per-minute table. A minute without a row had no orders. */
export type MinuteRow = { minuteAt: Instant; channel: string; orders: number };

/** Everything the detector needs of one channel. Minutes are numbered: epoch milliseconds / 60 000. */
export type MinuteSeries = {
  /** Minute → orders, of the stretch to judge and of the same minutes in the weeks before. */
  orders: ReadonlyMap<number, number>;
  /** The first minute the channel was counted at all; nothing is known before it. */
  knownFrom: number;
  /** Minutes that stood under an alarm: they teach nothing about what is usual. */
  alarmed: ReadonlySet<number>;
  /** Minutes in which we did not listen: that nothing came in them says nothing about the channel. */
  unheard: ReadonlySet<number>;
  /** Shanghai days out of the ordinary (holidays, campaigns, stocktaking), "YYYY-MM-DD". */
  markedDays: ReadonlySet<string>;
  /** How widely this channel's scores spread when all is well, ≥ 1: `spreadOf` the scores of two days. */
  sigma: number;
  /** The same of fifteen minutes together: slow noise makes large channels spread wider in them. */
  sigmaQuarter: number;
};

export type AnomalyKind = "outage" | "drop" | "spike";

/** An alarm as it stands in one minute. */
export type Alarm = {
  kind: AnomalyKind;
  /** Minute number in which the deviation began, a little before the alarm itself. */
  since: number;
  /** Only fifteen minutes together showed it, so fifteen minutes together must end it. */
  isSlow: boolean;
};

/** One minute, judged. `expected`, `score` and the band are null where too little is known to say. */
export type JudgedMinute = {
  minute: number;
  orders: number;
  /** Usual × level, orders. */
  expected: number | null;
  /** Distance from the expected in spreads; negative is too few. */
  score: number | null;
  /** The same of the fifteen minutes that end here, as one count. */
  quarter: number | null;
  alarm: Alarm | null;
  /** Small but lasting deviation: tints, never pages. */
  isDrifting: boolean;
};

/** What a screen shows of a channel. */
export type ChannelVerdict = {
  state: "normal" | "pending" | "firing";
  kind: AnomalyKind | null;
  /** Start of the deviation; null unless firing. */
  since: Instant | null;
  /** Orders expected in the minute just judged; null without a baseline. */
  expected: number | null;
  /** (actual − expected) / expected over the alarm, else over the last five minutes; basis points. */
  deviationBps: number | null;
  /** Orders that should have come since `since`, at most three hours ago, and did not; 0 for a spike. */
  missingOrders: number;
  isDrifting: boolean;
  /** The last 60 minutes, oldest first. */
  band: BandPoint[];
};

export type BandPoint = {
  at: Instant;
  orders: number;
  expected: number | null;
  low: number | null;
  high: number | null;
  isAlarmed: boolean;
};
