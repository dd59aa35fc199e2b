"use client";

import { useLocale, useTranslations } from "use-intl";
import { countText } from "@/components/ui/format";
import { useWall } from "../../live/use-wall";
import { basketText, moneyParts, rateText, shortMoneyText, UNKNOWN } from "../format";

import { KpiTile, type TileProps } from "./kpi-tile";
import { usePainted } from "./use-painted";

export function OrdersTile({ isStale }: TileProps) {
  const t = useTranslations("wall.kpi");
  const { value, vsYesterdayBps, vsLastWeekBps } = useWall((data) => data.kpis.ordersToday);
  usePainted(value);
  return (
    <KpiTile
      label={t("ordersToday")}
      metric="orders_today"
      digits={countText(value)}
      figure="orders"
      isStale={isStale}
    >
      <Change label={t("yesterday")} bps={vsYesterdayBps} />
      <Change label={t("lastWeek")} bps={vsLastWeekBps} />
    </KpiTile>
  );
}

/** More orders are good for us, fewer are bad: the colour says which, the arrow only the direction. */
function Change({ label, bps }: { label: string; bps: number | null }) {
  const tone = bps === null || bps === 0 ? "" : bps > 0 ? "text-ok" : "text-warn";
  const arrow = bps === null || bps === 0 ? "" : bps > 0 ? "↑" : "↓";
  const size = bps === null ? UNKNOWN : rateText(Math.abs(bps), Math.abs(bps) < 1_000 ? 1 : 0);
  return (
    <span>
      {label}{" "}
      <span className={tone}>
        {arrow}
        {size}
      </span>
    </span>
  );
}

export function GmvTile({ isStale }: TileProps) {
  const t = useTranslations("wall.kpi");
  const locale = useLocale();
  const { fen, basketFen, refundFen } = useWall((data) => data.kpis.gmvToday);
  const { digits, unit } = moneyParts(fen, locale);
  return (
    <KpiTile
      label={t("gmvToday")}
      metric="gmv_today"
      digits={digits}
      unit={`${unit}${t("yuan")}`}
      isStale={isStale}
    >
      <span>{t("basket", { money: basketText(basketFen) })}</span>
      <span>{t("refund", { money: shortMoneyText(refundFen, locale) })}</span>
    </KpiTile>
  );
}

export function SavedTile({ isStale }: TileProps) {
  const t = useTranslations("wall.kpi");
  const locale = useLocale();
  const { parcels, fen, mergeRateBps } = useWall((data) => data.kpis.saved);
  return (
    <KpiTile
      label={t("saved")}
      metric="parcels_saved"
      digits={countText(parcels)}
      isStale={isStale}
    >
      <span>{t("worth", { money: shortMoneyText(fen, locale) })}</span>
      <span>{t("mergeRate", { rate: rateText(mergeRateBps, 0) })}</span>
    </KpiTile>
  );
}
