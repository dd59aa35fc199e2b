import { asFen, type Fen } from "../kernel/fen";
import type { Instant } from "../kernel/instant";

/** A field of a message that is missing or not what it must be. Thrown inside a decode, caught at its door. */
export class FieldError extends Error {
  override readonly name = "FieldError";
  constructor(
    readonly code: "MISSING_FIELD" | "BAD_FIELD" | "TOO_MANY_ROWS",
    readonly field: string,
    detail: string,
  ) {
    super(`${field}: ${detail}`);
  }
}

/**
 * Yuan in decimal text to fen, never through a binary fraction.
 *
 * @param value "36.8", "36.80", 36.8, "-0.05"; at most two decimals that are not zero
 * @throws FieldError when it is not such a number or larger than any amount
 */
export function yuanToFen(value: unknown, field: string): Fen {
  const text =
    typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,2})0*)?$/.exec(text);
  if (!match)
    throw new FieldError("BAD_FIELD", field, `不是以元为单位的金额：${text.slice(0, 40)}`);
  const fen = Number(match[2]) * 100 + Number((match[3] ?? "0").padEnd(2, "0"));
  return safeFen(match[1] === "-" ? -fen : fen, field);
}

/**
 * An amount that is already in fen.
 *
 * @throws FieldError on fractions, text that is no number, and what is larger than any amount
 */
export function readFen(value: unknown, field: string): Fen {
  const n = typeof value === "string" && /^-?\d{1,17}$/.test(value) ? Number(value) : value;
  if (typeof n !== "number") throw new FieldError("BAD_FIELD", field, "不是以分为单位的金额");
  return safeFen(n, field);
}

/**
 * No single amount is larger, a thousand million yuan: ninety million of them still sum within eight bytes. What an
 * account may reach is far below (`amountCeilingFen`).
 */
const AMOUNT_FEN_MAX = 100_000_000_000;

function safeFen(n: number, field: string): Fen {
  if (!Number.isSafeInteger(n) || Math.abs(n) > AMOUNT_FEN_MAX)
    throw new FieldError("BAD_FIELD", field, `超出金额上限：${n}`);
  return asFen(n);
}

/**
 * A whole number within bounds, given as number or text.
 *
 * @throws FieldError outside [min, max] or not whole
 */
export function readInt(
  value: unknown,
  field: string,
  [min, max]: readonly [min: number, max: number],
): number {
  const n = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof n !== "number" || !Number.isInteger(n) || n < min || n > max) {
    throw new FieldError("BAD_FIELD", field, `应为 ${min} 到 ${max} 的整数`);
  }
  return n;
}

/**
 * Text that must be there.
 *
 * @throws FieldError when empty, missing or longer than `max`
 */
export function readText(value: unknown, field: string, max = 512): string {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || text === "")
    throw new FieldError("MISSING_FIELD", field, "为空或缺失");
  if (text.length > max) throw new FieldError("BAD_FIELD", field, `超过 ${max} 个字符`);
  return text;
}

/**
 * How long what people write may be, in UTF-16 units: longer than a platform's own forms take, and short enough for every
 * rule that looks at it.
 */
export const WRITTEN_MAX = {
  name: 64,
  phone: 64,
  address: 512,
  remark: 1_000,
  goods: 256,
} as const;

/** What was written, as it came; "" when it is neither text nor a number. */
export function plainText(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** What people wrote, "" when it is missing. What is longer than `max` is cut off: no order is lost for a long remark. */
export function optionalText(value: unknown, max = 512): string {
  return cutText(plainText(value), max);
}

/** @returns at most `max` units, never half of a surrogate pair */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const isHigh = (text.charCodeAt(max - 1) & 0xfc00) === 0xd800;
  return text.slice(0, isHigh ? max - 1 : max);
}

/**
 * An id or a code that may be missing: "" then.
 *
 * @throws FieldError when it is longer than `max`: a code that is cut off is another code
 */
export function optionalCode(value: unknown, field: string, max = 128): string {
  const text = plainText(value);
  if (text.length > max) throw new FieldError("BAD_FIELD", field, `超过 ${max} 个字符`);
  return text;
}

const INSTANT_MIN = 1_500_000_000_000;
const INSTANT_MAX = 4_100_000_000_000;

/**
 * Epoch seconds to an instant.
 *
 * @throws FieldError before 2017 or after 2099
 */
export function readSeconds(value: unknown, field: string): Instant {
  return boundedInstant(readInt(value, field, [0, 4_100_000_000]) * 1000, field);
}

/**
 * The same of a sender's own clock, whatever year it shows: `holdMoments` holds it against arrival.
 *
 * @throws FieldError when it is no whole number of seconds
 */
export function clockSeconds(value: unknown, field: string): Instant {
  return (readInt(value, field, [0, 100_000_000_000]) * 1000) as Instant;
}

/**
 * ISO 8601 with an offset to an instant.
 *
 * @throws FieldError when it is not that, when no calendar or clock shows it, or out of range
 */
export function readIso(value: unknown, field: string): Instant {
  return boundedInstant(isoMs(value, field), field);
}

/**
 * The same of a sender's own clock, whatever year it shows: `holdMoments` holds it against arrival.
 *
 * @throws FieldError when it is not that, or when no calendar or clock shows it
 */
export function clockIso(value: unknown, field: string): Instant {
  return isoMs(value, field) as Instant;
}

function isoMs(value: unknown, field: string): number {
  const text = readText(value, field, 40);
  const m =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3})\d*)?(Z|([+-])(\d\d):?(\d\d))$/.exec(
      text,
    );
  if (!m) throw new FieldError("BAD_FIELD", field, "应为带时区的 ISO 时间");
  const sign = m[9] === "-" ? -1 : 1;
  const offset = m[8] === "Z" ? 0 : sign * (Number(m[10]) * 60 + Number(m[11]));
  const ms = civilMs(m, field) + Number((m[7] ?? "0").padEnd(3, "0"));
  return ms - offset * 60_000;
}

/**
 * `yyyy-MM-dd HH:mm:ss` as all Chinese platforms mean it: Shanghai time.
 *
 * @throws FieldError when it is not that, when no calendar or clock shows it, or out of range
 */
export function readShanghai(value: unknown, field: string): Instant {
  return boundedInstant(clockShanghai(value, field), field);
}

/** The same of a sender's own clock, whatever year it shows: `holdMoments` holds it against arrival. */
export function clockShanghai(value: unknown, field: string): Instant {
  const text = readText(value, field, 40);
  const m = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!m) throw new FieldError("BAD_FIELD", field, "应为 yyyy-MM-dd HH:mm:ss");
  return (civilMs(m, field) - 8 * 3_600_000) as Instant;
}

function boundedInstant(ms: number, field: string): Instant {
  if (!(ms >= INSTANT_MIN && ms <= INSTANT_MAX))
    throw new FieldError("BAD_FIELD", field, "时间超出范围");
  return ms as Instant;
}

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0);
}

/**
 * Days from civil date by Howard Hinnant's algorithm, then the clock; no Date object, no time zone.
 *
 * @throws FieldError on 31 February and 25:61: the sum of such parts is another moment
 */
function civilMs(m: RegExpExecArray, field: string): number {
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const [hour, minute, second] = [Number(m[4]), Number(m[5]), Number(m[6] ?? "0")];
  if (day < 1 || day > daysOf(year, month)) throw new FieldError("BAD_FIELD", field, "没有这一天");
  if (hour > 23 || minute > 59 || second > 59)
    throw new FieldError("BAD_FIELD", field, "没有这个时刻");
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  const days = era * 146_097 + doe - 719_468;
  return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000;
}
