"use client";

import { useTranslations } from "use-intl";
import { OrdersPerMinuteChart } from "../../charts/orders-per-minute/chart";
import { useWall } from "../../live/use-wall";
import { Panel, PanelNote, PanelTitle } from "../panel";

/** All channels together: the line now, yesterday's, and the band it was expected in. */
export function VolumePanel() {
  const t = useTranslations("wall.volume");
  const series = useWall((data) => data.series);
  const isEmpty = useWall((data) => data.kpis.ordersToday.value === 0);
  const newest = series.total.at(-2) ?? 0;
  return (
    <Panel label={t("title")} className="flex flex-1 flex-col px-16 pt-4 pb-8">
      <PanelTitle aside={!isEmpty && <Legend />}>{t("title")}</PanelTitle>
      <div className="min-h-0 flex-1">
        {isEmpty ? (
          <PanelNote title={t("empty")} detail={t("emptyDetail")} />
        ) : (
          <OrdersPerMinuteChart view={series} label={t("label", { count: newest })} />
        )}
      </div>
    </Panel>
  );
}

function Legend() {
  const t = useTranslations("wall.volume");
  const key = "inline-block w-28 self-center";
  return (
    <>
      <span className="flex gap-8">
        <i className={`${key} h-4 bg-text`} />
        {t("now")}
      </span>
      <span className="flex gap-8">
        <i className={`${key} border-t-[calc(3*var(--u))] border-dashed border-text-3`} />
        {t("yesterday")}
      </span>
      <span className="flex gap-8">
        <i className={`${key} h-18 bg-accent-soft`} />
        {t("band")}
      </span>
    </>
  );
}
