"use client";

import { useLocale, useTranslations } from "use-intl";
import { clockText, countText } from "@/components/ui/format";
import type { WallState } from "@/server/domain/live/wall";
import type { Freshness } from "../live/freshness";
import { ageOf, useWall, useWallLink } from "../live/use-wall";
import { StateMark } from "./state-mark";
import { useNow } from "./use-now";

export function Header({ freshness }: { freshness: Freshness }) {
  const t = useTranslations("wall");
  const city = useWall((data) => data.city.name);
  return (
    <header className="flex h-60 shrink-0 items-center gap-28 whitespace-nowrap text-wall-title">
      <h1 className="text-[calc(38*var(--u))] font-semibold">{t("title")}</h1>
      <span className="text-text-2">{city}</span>
      <Clock />
      <Age freshness={freshness} />
      <span className="flex-1" />
      <AlertCount level={1} />
      <AlertCount level={2} />
      <nav className="ml-12 flex gap-20 text-wall-second text-text-3">
        <span aria-current="page" className="text-text">
          {t("views.a")}
        </span>
        <span>{t("views.b")}</span>
        <span>{t("views.c")}</span>
      </nav>
    </header>
  );
}

/** The server's time on the clock of the city, so that a wrong clock in the wall PC misleads nobody. */
function Clock() {
  const locale = useLocale();
  const { clockAheadMs } = useWallLink();
  const nowMs = useNow(500);
  if (nowMs === null) return null;
  const serverMs = nowMs - clockAheadMs;
  return (
    <time className="flex items-center gap-20">
      <span className="text-text-2">{weekdayText(serverMs, locale)}</span>
      <span className="w-[4.4em] text-[calc(40*var(--u))] font-semibold">
        {clockText(serverMs)}
      </span>
    </time>
  );
}

function weekdayText(ms: number, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : "zh-CN", {
    timeZone: "Asia/Shanghai",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
  }).formatToParts(ms);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("month")}-${part("day")} ${part("weekday")}`;
}

const markOf: Record<Freshness, { state: WallState; tone: string }> = {
  connecting: { state: "pending", tone: "text-warn" },
  live: { state: "normal", tone: "text-ok" },
  late: { state: "p2", tone: "text-warn" },
  stale: { state: "nodata", tone: "text-nodata" },
  lost: { state: "nodata", tone: "text-nodata" },
  denied: { state: "nodata", tone: "text-nodata" },
};

/** How old the figures are: the one line that says whether the rest may be believed. */
function Age({ freshness }: { freshness: Freshness }) {
  const t = useTranslations("wall.age");
  const link = useWallLink();
  const nowMs = useNow(500);
  const ageMs = nowMs === null ? null : ageOf(link, nowMs);
  const { state, tone } = markOf[freshness];
  return (
    <span data-age className={`flex min-w-[9em] items-center gap-10 ${tone}`}>
      <StateMark state={state} />
      {ageMs === null || link.ts === null || freshness === "connecting"
        ? t("connecting")
        : freshness === "live" || freshness === "late"
          ? t(freshness, { seconds: (ageMs / 1_000).toFixed(1) })
          : t("stale", { time: clockText(link.ts) })}
    </span>
  );
}

function AlertCount({ level }: { level: 1 | 2 }) {
  const t = useTranslations("wall");
  const count = useWall((data) => data.alerts.filter((alert) => alert.level === level).length);
  const tone = level === 1 ? "text-crit-text" : "text-warn";
  return (
    <span className={`flex items-center gap-10 ${count > 0 ? tone : "text-text-3"}`}>
      <StateMark state={level === 1 ? "p1" : "p2"} isMuted={count === 0} />
      {t(level === 1 ? "p1" : "p2")}
      <b className="min-w-[1.1em] font-semibold" data-figure>
        {countText(count)}
      </b>
    </span>
  );
}
