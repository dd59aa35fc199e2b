"use client";

import { useLocale, useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { countText } from "@/components/ui/format";
import type { WallAlert } from "@/server/domain/live/wall";
import { useWall, useWallLink } from "../live/use-wall";
import { elapsedText, shortMoneyText } from "./format";
import { QrCode } from "./qr-code";
import { StateMark } from "./state-mark";
import { useNow } from "./use-now";

/** The P1 that began first, with what it costs, why, and who has it. Present only while one fires. */
export function AlertBanner() {
  const t = useTranslations("wall.alert");
  const locale = useLocale();
  const alerts = useWall((data) => data.alerts);
  const names = useWall((data) => data.city.channels);
  const firing = alerts.filter((alert) => alert.level === 1);
  const alert = firing.toSorted((a, b) => a.sinceMs - b.sinceMs)[0];
  if (!alert) return null;
  const channel = names.find(({ code }) => code === alert.channel)?.name ?? alert.channel ?? "";
  const cost = {
    orders: countText(alert.missingOrders),
    money: shortMoneyText(alert.missingFen, locale),
  };
  return (
    <section
      role="alert"
      data-panel
      key={alert.id}
      className={cx(
        "wall-pulse flex h-92 shrink-0 items-center gap-26 overflow-hidden rounded-[calc(8*var(--u))]",
        "border-l-[calc(12*var(--u))] border-crit pr-10 pl-22 whitespace-nowrap",
        alert.owner
          ? "bg-panel outline-[calc(2*var(--u))] -outline-offset-2 outline-crit"
          : "bg-crit-soft",
      )}
    >
      <p className="flex items-center gap-16 text-wall-alert font-semibold text-crit-text">
        <StateMark state="p1" />
        {t(alert.kind, { channel })}
        <Elapsed sinceMs={alert.sinceMs} />
      </p>
      {alert.missingOrders > 0 && <p className="text-wall-title">{t("cost", cost)}</p>}
      <p className="min-w-0 flex-1 truncate text-wall-title text-text-2" data-clips>
        {[alert.owner ? t("owned", { owner: alert.owner }) : t("unowned"), alert.cause]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {firing.length > 1 && (
        <p className="text-wall-second text-crit-text">{t("more", { count: firing.length - 1 })}</p>
      )}
      <AlertLink alert={alert} />
    </section>
  );
}

function AlertLink({ alert }: { alert: WallAlert }) {
  const t = useTranslations("wall.alert");
  return (
    <div className="flex items-center gap-14 text-wall-axis text-text-2">
      {t("qr")}
      <QrCode text={new URL(alert.path, window.location.origin).href} className="size-76" />
    </div>
  );
}

function Elapsed({ sinceMs }: { sinceMs: number }) {
  const { clockAheadMs } = useWallLink();
  const nowMs = useNow(500);
  return (
    <span data-figure className="min-w-[2.8em]">
      {nowMs === null ? "" : elapsedText(nowMs - clockAheadMs - sinceMs)}
    </span>
  );
}
