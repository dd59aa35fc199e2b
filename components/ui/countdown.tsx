"use client";

import { useClock } from "@/components/live/console-clock";
import { cx, TONE_TEXT, type Tone } from "./classes";
import { spanText } from "./format";

const SOON_MS = 15 * 60_000;

function countdownTone(leftMs: number): Tone {
  if (leftMs < 0) return "crit";
  return leftMs < SOON_MS ? "warn" : "neutral";
}

const MARKS: Record<Tone, string> = { crit: "■", warn: "▲", neutral: "", ok: "", info: "" };

/** Time left until a moment; past it, the time since with a minus. Minutes and seconds keep their width. */
export function Countdown({ until, className }: { until: number; className?: string }) {
  const now = useClock();
  const left = until - now;
  const tone = countdownTone(left);
  return (
    <span className={cx("inline-flex items-center gap-1 tabular-nums", TONE_TEXT[tone], className)}>
      {MARKS[tone] !== "" && (
        <span aria-hidden className="text-[9px] leading-none">
          {MARKS[tone]}
        </span>
      )}
      {spanText(left)}
    </span>
  );
}

/** How long ago. */
export function Age({ since, className }: { since: number; className?: string }) {
  const now = useClock();
  return (
    <span className={cx("tabular-nums", className)}>{spanText(Math.max(0, now - since))}</span>
  );
}
