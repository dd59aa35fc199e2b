/** Class names that apply, in one string. */
export const cx = (...names: (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(" ");

/** What a state means: each tone has a colour, and the chip adds a shape and a word. */
export type Tone = "ok" | "info" | "warn" | "crit" | "neutral";

export const TONE_CLASSES: Record<Tone, string> = {
  ok: "bg-ok-soft text-ok",
  info: "bg-info-soft text-info",
  warn: "bg-warn-soft text-warn",
  crit: "bg-crit-soft text-crit-text",
  neutral: "bg-raised text-text-2",
};

export const TONE_TEXT: Record<Tone, string> = {
  ok: "text-ok",
  info: "text-info",
  warn: "text-warn",
  crit: "text-crit-text",
  neutral: "text-text-2",
};

export const FOCUS =
  "outline-none focus-visible:outline-2 focus-visible:outline-offset-1 focus-visible:outline-accent";
