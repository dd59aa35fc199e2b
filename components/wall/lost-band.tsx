"use client";

import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { clockText } from "@/components/ui/format";
import { ageOf, useWallLink } from "../live/use-wall";
import { elapsedText } from "./format";
import { StateMark } from "./state-mark";
import { useNow } from "./use-now";

/** Nothing on the glass is true any more, and it says so across its full width. */
export function LostBand() {
  const t = useTranslations("wall.lost");
  const link = useWallLink();
  const nowMs = useNow(500);
  const ageMs = nowMs === null ? null : ageOf(link, nowMs);
  return (
    <section
      role="alert"
      data-panel
      data-band="lost"
      className={cx(
        "flex h-92 shrink-0 items-center gap-28 rounded-[calc(8*var(--u))]",
        "border-[calc(3*var(--u))] border-warn bg-warn-soft px-24 whitespace-nowrap",
      )}
    >
      <p className="flex items-center gap-16 text-wall-alert font-semibold text-warn">
        <StateMark state="p2" />
        {t("title", { elapsed: ageMs === null ? "" : elapsedText(ageMs) })}
      </p>
      <p className="text-wall-title text-text">
        {link.ts === null ? t("unknown") : t("detail", { time: clockText(link.ts) })}
      </p>
    </section>
  );
}
