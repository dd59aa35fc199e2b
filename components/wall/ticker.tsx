"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import { clockText } from "@/components/ui/format";
import type { WallTick } from "@/server/domain/live/wall";
import { useWall, useWallLink } from "../live/use-wall";

const SHOWN_MAX = 6;

/** The newest decisions, left to right; an item that does not fit whole wraps out of sight. */
export function Ticker() {
  const t = useTranslations("wall.ticker");
  const ticks = useWall((data) => data.ticker);
  const newest = ticks.toSorted((a, b) => b.id - a.id).slice(0, SHOWN_MAX);
  return (
    <footer className="flex h-44 shrink-0 gap-24 text-wall-second leading-[calc(44*var(--u))] text-text-2">
      <div data-clips className="flex flex-1 flex-wrap items-start gap-x-44 overflow-hidden">
        {newest.length === 0 && <span className="text-text-3">{t("none")}</span>}
        {newest.map((tick) => (
          <Item key={tick.id} tick={tick} />
        ))}
      </div>
      <Version />
    </footer>
  );
}

/** By which definitions the figures were counted. */
function Version() {
  const t = useTranslations("wall.ticker");
  const { metricsVersion } = useWallLink();
  return (
    <span className="text-wall-axis leading-[inherit] whitespace-nowrap text-text-3">
      {t("version", { version: metricsVersion ?? "" })}
    </span>
  );
}

const Item = memo(function Item({ tick }: { tick: WallTick }) {
  return (
    <span className="flex h-44 gap-12 whitespace-nowrap">
      <time className="text-text-3">{clockText(tick.atMs)}</time>
      {tick.text}
    </span>
  );
});
