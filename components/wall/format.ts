import { countText, spanText } from "@/components/ui/format";

/** Figures as text. Unknown is a dash, never a zero; widths stay the same while a figure ticks. */
export const UNKNOWN = "—";
const MINUS = "−";

/** 9460 → "94.6%" */
export const rateText = (bps: number | null, decimals = 1): string =>
  bps === null ? UNKNOWN : `${(bps / 100).toFixed(decimals)}%`;

/** −312 → "−3%": a deviation is read at a glance, so no decimals. */
export function deviationText(bps: number | null): string {
  if (bps === null) return UNKNOWN;
  const percent = Math.round(bps / 100);
  if (percent === 0) return "0%";
  return `${percent < 0 ? MINUS : "+"}${Math.abs(percent)}%`;
}

/** 1.1 → "0.9s", 12 400 → "12s", 200 000 → "3m" */
export function lagText(ms: number | null): string {
  if (ms === null) return UNKNOWN;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)}s`;
  return ms < 120_000 ? `${Math.round(ms / 1_000)}s` : `${Math.round(ms / 60_000)}m`;
}

/** mm:ss, from an hour on h:mm:ss; nothing for what has not begun. */
export const elapsedText = (ms: number): string => spanText(Math.max(0, ms));

type Money = { digits: string; unit: string };

/**
 * 231 900 000 fen → {"231.9", "万"} in Chinese, {"2.3", "M"} in English.
 * Below ten thousand yuan the whole sum is printed.
 */
export function moneyParts(fen: number, locale: string): Money {
  const yuan = Math.round(fen / 100);
  if (Math.abs(yuan) < 10_000) return { digits: countText(yuan), unit: "" };
  const parts = new Intl.NumberFormat(locale === "en" ? "en-US" : "zh-CN", {
    notation: "compact",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).formatToParts(yuan);
  const unit = parts.find((part) => part.type === "compact")?.value ?? "";
  const digits = parts.filter((part) => part.type !== "compact" && part.type !== "literal");
  return { digits: digits.map((part) => part.value).join(""), unit };
}

export function shortMoneyText(fen: number | null, locale: string): string {
  if (fen === null) return UNKNOWN;
  const { digits, unit } = moneyParts(fen, locale);
  return `¥${digits}${unit}`;
}

/** A single basket is small enough for its decimals: 4 810 → "¥48.1" */
export const basketText = (fen: number | null): string =>
  fen === null ? UNKNOWN : `¥${(fen / 100).toFixed(1)}`;
