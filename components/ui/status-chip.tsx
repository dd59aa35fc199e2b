import type { ReactNode } from "react";
import { cx, TONE_CLASSES, type Tone } from "./classes";

const SHAPES: Record<Tone, string> = { ok: "●", info: "◐", warn: "▲", crit: "■", neutral: "○" };

type Props = { tone: Tone; children: ReactNode; className?: string };

/** A state as colour, shape and word: any one of the three is enough to read it. */
export function StatusChip({ tone, children, className }: Props) {
  return (
    <span
      className={cx(
        "inline-flex h-5 items-center gap-1 rounded px-1.5 text-xs whitespace-nowrap",
        TONE_CLASSES[tone],
        className,
      )}
    >
      <span aria-hidden className="text-[9px] leading-none">
        {SHAPES[tone]}
      </span>
      {children}
    </span>
  );
}

/** A number that asks for attention; nothing at zero. */
export function CountBadge({ count, tone = "neutral" }: { count: number; tone?: Tone }) {
  if (count === 0) return null;
  return (
    <span
      className={cx(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1 text-[11px] leading-none",
        TONE_CLASSES[tone],
      )}
    >
      {count > 999 ? "999+" : count}
    </span>
  );
}
