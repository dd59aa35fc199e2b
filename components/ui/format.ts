const SHANGHAI = "Asia/Shanghai";
const MINUS = "−";
const counts = new Intl.NumberFormat("en-US");

const clock = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: SHANGHAI, ...options });
const two = "2-digit";
const seconds = clock({ hour: two, minute: two, second: two });
const minutes = clock({ hour: two, minute: two });
const days = new Intl.DateTimeFormat("en-CA", { timeZone: SHANGHAI });

export const countText = (n: number): string =>
  n < 0 ? `${MINUS}${counts.format(-n)}` : counts.format(n);

/** 8 640 → "¥86.40"; the sign stands before the mark. */
export function moneyText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  const whole = counts.format(Number(digits.slice(0, -2)));
  return `${fen < 0 ? MINUS : ""}¥${whole}.${digits.slice(-2)}`;
}

export const clockText = (ms: number): string => seconds.format(ms);
export const minuteText = (ms: number): string => minutes.format(ms);
export const dayText = (ms: number): string => days.format(ms);

/** The hour today, with the day before it on other days. */
export function momentText(ms: number, now: number): string {
  const day = dayText(ms);
  return day === dayText(now) ? clockText(ms) : `${day.slice(5)} ${minuteText(ms)}`;
}

/** 65 000 → "01:05"; from an hour on "1:01:05"; days are hours. */
export function spanText(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1_000);
  const pad = (n: number) => String(n).padStart(2, "0");
  const tail = `${pad(Math.floor(total / 60) % 60)}:${pad(total % 60)}`;
  const hours = Math.floor(total / 3_600);
  return `${ms < 0 ? MINUS : ""}${hours > 0 ? `${hours}:${tail}` : tail}`;
}

/** A duration at a glance: 0.4s, 38s, 12m, 3h. */
export function shortSpanText(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)}s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)}s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)}m` : `${Math.round(ms / 3_600_000)}h`;
}
