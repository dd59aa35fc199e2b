import { levelRatio, usualOf } from "./baseline";
import { scoreCount } from "./score";
import type { JudgedMinute, MinuteSeries } from "./types";
import { NEW_WATCH, type Watch, watchMinute } from "./watch";

const LEVEL_FROM = 75;
const LEVEL_TO = 15;
const DRIFT_SLACK = 0.5;
const DRIFT_AT = 8;
const QUARTER_MINUTES = 15;

type Scan = { minutes: JudgedMinute[]; watch: Watch };

/**
 * Judge a stretch of minutes one after the other, each by what was known in it.
 *
 * The first 75 minutes have no level of their own day to go by; judge three hours to show one.
 *
 * @param from first minute number
 * @param to   one past the last
 * @returns the judged minutes, oldest first, and where the watch stands after them
 * @source docs/domain/live.md#score
 */
export function scanMinutes(series: MinuteSeries, from: number, to: number): Scan {
  const minutes: JudgedMinute[] = [];
  const usual: (number | null)[] = [];
  const alarmed: boolean[] = [];
  const drift = { up: 0, down: 0 };
  let watch = NEW_WATCH;
  for (let minute = from; minute < to; minute += 1) {
    usual.push(usualOf(series, minute));
    const isUnheard = series.unheard.has(minute);
    alarmed.push(isUnheard || series.alarmed.has(minute));
    const orders = series.orders.get(minute) ?? 0;
    const i = minutes.length;
    const expected = isUnheard ? null : expectedAt(minutes, usual, alarmed);
    const score = expected === null ? null : scoreCount(orders, expected, series.sigma);
    const blank = { quarter: null, alarm: null, isDrifting: false };
    const judged: JudgedMinute = { minute, orders, expected, score, ...blank };
    minutes.push(judged);
    judged.quarter = quarterOf(minutes, series.sigmaQuarter);
    // What stood before we stopped listening stands until we hear better.
    if (!isUnheard) watch = watchMinute(watch, minutes);
    judged.alarm = watch.alarm ? sinceBefore(watch.alarm, from, series) : null;
    judged.isDrifting = driftAfter(drift, judged);
    if (watch.alarm) markFrom(alarmed, Math.max(0, watch.alarm.since - from, i - QUARTER_MINUTES));
  }
  return { minutes, watch };
}

function expectedAt(
  minutes: readonly JudgedMinute[],
  usual: readonly (number | null)[],
  alarmed: readonly boolean[],
): number | null {
  const i = minutes.length;
  const here = usual[i];
  if (here === null || here === undefined) return null;
  let actualSum = 0;
  let usualSum = 0;
  for (let j = Math.max(0, i - LEVEL_FROM); j <= i - LEVEL_TO; j += 1) {
    const then = usual[j];
    if (then === null || then === undefined || alarmed[j]) continue;
    actualSum += minutes[j]?.orders ?? 0;
    usualSum += then;
  }
  return here * levelRatio(actualSum, usualSum);
}

/** Null until fifteen minutes have a baseline. */
function quarterOf(minutes: readonly JudgedMinute[], sigma: number): number | null {
  if (minutes.length < QUARTER_MINUTES) return null;
  let orders = 0;
  let expected = 0;
  for (const m of minutes.slice(-QUARTER_MINUTES)) {
    if (m.expected === null) return null;
    orders += m.orders;
    expected += m.expected;
  }
  return scoreCount(orders, expected, sigma);
}

/** An alarm that stood when the stretch began is as old as the marks before it say. */
function sinceBefore(
  alarm: NonNullable<JudgedMinute["alarm"]>,
  from: number,
  series: MinuteSeries,
): NonNullable<JudgedMinute["alarm"]> {
  let since = alarm.since;
  if (since > from + QUARTER_MINUTES) return alarm;
  while (series.alarmed.has(since - 1)) since -= 1;
  return { ...alarm, since };
}

/** Two one-sided sums of small deviations; an alarm starts them anew. */
function driftAfter(drift: { up: number; down: number }, judged: JudgedMinute): boolean {
  if (judged.score === null || judged.alarm) {
    drift.up = 0;
    drift.down = 0;
    return false;
  }
  drift.up = Math.max(0, drift.up + judged.score - DRIFT_SLACK);
  drift.down = Math.max(0, drift.down - judged.score - DRIFT_SLACK);
  return drift.up > DRIFT_AT || drift.down > DRIFT_AT;
}

function markFrom(alarmed: boolean[], from: number): void {
  for (let j = from; j < alarmed.length; j += 1) alarmed[j] = true;
}
