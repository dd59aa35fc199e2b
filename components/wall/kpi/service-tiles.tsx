"use client";

import { useTranslations } from "use-intl";
import { countText } from "@/components/ui/format";
import { useWall } from "../../live/use-wall";
import { rateText, UNKNOWN } from "../format";

import { KpiTile, type TileProps } from "./kpi-tile";

/** "94.6%" as digits and a smaller sign, which leaves the digits their room. */
function rateParts(bps: number | null): { digits: string; unit?: string } {
  if (bps === null) return { digits: UNKNOWN };
  return { digits: rateText(bps).slice(0, -1), unit: "%" };
}

export function OntimeTile({ isStale }: TileProps) {
  const t = useTranslations("wall.kpi");
  const { bps, due, late, state } = useWall((data) => data.kpis.ontime);
  return (
    <KpiTile
      label={t("ontime")}
      minutes={60}
      metric="ontime_fulfil"
      state={state}
      isStale={isStale}
      {...rateParts(bps)}
    >
      {due === 0 ? (
        <span>{t("noDue")}</span>
      ) : (
        <>
          <span>{t("due", { count: countText(due) })}</span>
          <span>{t("late", { count: countText(late) })}</span>
        </>
      )}
    </KpiTile>
  );
}

export function ExceptionTile({ isStale }: TileProps) {
  const t = useTranslations("wall.kpi");
  const { bps, opened, paid, breached, state } = useWall((data) => data.kpis.exceptionRate);
  return (
    <KpiTile
      label={t("exceptionRate")}
      minutes={60}
      metric="exception_rate"
      state={state}
      isStale={isStale}
      {...rateParts(bps)}
    >
      {paid === 0 ? (
        <span>{t("noOrders")}</span>
      ) : (
        <span>
          {countText(opened)} / {countText(paid)}
        </span>
      )}
      {(breached > 0 || paid > 0) && <span>{t("breached", { count: countText(breached) })}</span>}
    </KpiTile>
  );
}

export function EtaTile({ isStale }: TileProps) {
  const t = useTranslations("wall.kpi");
  const { count, active, shareBps, state } = useWall((data) => data.kpis.etaRisk);
  return (
    <KpiTile
      label={t("etaRisk")}
      minutes={15}
      metric="eta_risk"
      state={state}
      digits={countText(count)}
      unit={t("orderUnit")}
      isStale={isStale}
    >
      <span>
        {active === 0
          ? t("noActive")
          : t("active", { count: countText(active), share: rateText(shareBps) })}
      </span>
    </KpiTile>
  );
}
