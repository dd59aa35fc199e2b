import type { Alarm, JudgedMinute } from "./types";

const SCORE_ODD = 3.25;
const SCORE_AT_ONCE = 7;
const SCORE_QUARTER = 5.5;
const EXPECTED_MIN = 8;
const ODD_NEEDED = 3;
const ODD_WITHIN = 5;
const QUARTER_MINUTES = 15;
const ZERO_RUN_EXPECTED = 16;
const CLEAN_NEEDED = 3;

/** Where the watch over one channel stands. Indexes count into the judged minutes. */
export type Watch = { alarm: Alarm | null; cleanRun: number; quietFrom: number };

export const NEW_WATCH: Watch = { alarm: null, cleanRun: 0, quietFrom: 0 };

/**
 * The watch after one more minute: raise, keep, turn or clear.
 *
 * @param minutes judged so far, the newest last; their `alarm` is not read
 * @returns the alarm that stands in the newest minute; none where nothing is expected
 * @source docs/domain/live.md#alarm
 */
export function watchMinute(watch: Watch, minutes: readonly JudgedMinute[]): Watch {
  const last = minutes.length - 1;
  const now = minutes[last];
  if (!now || now.score === null) return { alarm: null, cleanRun: 0, quietFrom: last + 1 };
  const { alarm } = watch;
  if (alarm === null) {
    const raised = findAlarm(minutes, watch.quietFrom);
    return { ...watch, alarm: raised, cleanRun: 0 };
  }
  const cleanRun = isClean(now, alarm) ? watch.cleanRun + 1 : 0;
  if (cleanRun >= CLEAN_NEEDED) {
    return { alarm: null, cleanRun: 0, quietFrom: last + 1 - CLEAN_NEEDED };
  }
  const first = minutes[0]?.minute ?? now.minute;
  const again = findAlarm(minutes, Math.max(0, alarm.since - first));
  return { ...watch, cleanRun, alarm: again ? turned(alarm, again) : alarm };
}

/**
 * Whether something is under way that may become an alarm: an odd minute among the last five, or half a zero-run.
 *
 * @param quietFrom index after the last alarm's end
 */
export function isPending(minutes: readonly JudgedMinute[], quietFrom: number): boolean {
  const from = Math.max(quietFrom, minutes.length - ODD_WITHIN);
  if (minutes.slice(from).some((m) => isOdd(m))) return true;
  return zeroRun(minutes, quietFrom).expected * 2 >= ZERO_RUN_EXPECTED;
}

/** An alarm only grows (a drop becomes an outage) or turns round (after an outage, the rush). */
function turned(alarm: Alarm, again: Alarm): Alarm {
  const isSameWay = (alarm.kind === "spike") === (again.kind === "spike");
  if (!isSameWay) return again;
  if (again.kind === "outage" && alarm.kind !== "outage")
    return { ...alarm, kind: "outage", isSlow: false };
  return alarm.isSlow && !again.isSlow ? { ...alarm, isSlow: false } : alarm;
}

function findAlarm(minutes: readonly JudgedMinute[], from: number): Alarm | null {
  const last = minutes.length - 1;
  const now = minutes[last];
  if (!now || now.score === null) return null;
  const run = zeroRun(minutes, from);
  if (run.expected >= ZERO_RUN_EXPECTED) return { kind: "outage", since: run.since, isSlow: false };
  if (Math.abs(now.score) >= SCORE_AT_ONCE) {
    return { kind: wayOf(now.score), since: now.minute, isSlow: false };
  }
  const odd = minutes.slice(Math.max(from, last + 1 - ODD_WITHIN)).filter(isOdd);
  for (const kind of ["drop", "spike"] as const) {
    const same = odd.filter((m) => wayOf(m.score ?? 0) === kind);
    if (same.length >= ODD_NEEDED) {
      return { kind, since: same[0]?.minute ?? now.minute, isSlow: false };
    }
  }
  const quarter = quarterSince(minutes, from);
  if (quarter === null || Math.abs(quarter) < SCORE_QUARTER) return null;
  return { kind: wayOf(quarter), since: now.minute - QUARTER_MINUTES + 1, isSlow: true };
}

const wayOf = (score: number): "drop" | "spike" => (score < 0 ? "drop" : "spike");

function isOdd(m: JudgedMinute): boolean {
  return m.score !== null && Math.abs(m.score) >= SCORE_ODD && (m.expected ?? 0) >= EXPECTED_MIN;
}

function isClean(now: JudgedMinute, alarm: Alarm): boolean {
  if (Math.abs(now.score ?? 0) >= SCORE_ODD) return false;
  if (alarm.kind === "outage" && now.orders === 0 && (now.expected ?? 0) > 0) return false;
  return !alarm.isSlow || Math.abs(now.quarter ?? 0) < SCORE_QUARTER;
}

function zeroRun(
  minutes: readonly JudgedMinute[],
  from: number,
): { expected: number; since: number } {
  let expected = 0;
  let since = 0;
  for (let i = minutes.length - 1; i >= from; i -= 1) {
    const m = minutes[i];
    if (!m || m.orders > 0 || m.expected === null) break;
    expected += m.expected;
    since = m.minute;
  }
  return { expected, since };
}

/** Null until fifteen minutes have been quiet. */
function quarterSince(minutes: readonly JudgedMinute[], from: number): number | null {
  const isWhole = minutes.length - QUARTER_MINUTES >= from;
  return isWhole ? (minutes.at(-1)?.quarter ?? null) : null;
}
