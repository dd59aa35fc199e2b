"use client";

import { useLocale, useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { countText } from "@/components/ui/format";
import type { WallState } from "@/server/domain/live/wall";
import { useWall } from "../../live/use-wall";
import { shortMoneyText } from "../format";
import { Panel, PanelNote, PanelTitle } from "../panel";
import { StateMark } from "../state-mark";

const SHOWN_MAX = 5;

const barOf: Record<WallState, string> = {
  normal: "bg-ok",
  pending: "bg-warn",
  p2: "bg-warn",
  p1: "bg-crit",
  nodata: "bg-nodata",
};

export function ExceptionsPanel() {
  const t = useTranslations("wall.exceptions");
  const top = useWall((data) => data.exceptions.top).slice(0, SHOWN_MAX);
  const highest = Math.max(1, ...top.map(({ count }) => count));
  return (
    <Panel
      label={t("title")}
      className="flex flex-col px-16 pt-4 pb-10"
      style={{ flex: `${SHOWN_MAX} 1 calc(62 * var(--u))` }}
    >
      <PanelTitle aside={<Weight />}>
        {t("title")} <Open />
      </PanelTitle>
      {top.length === 0 ? (
        <PanelNote title={t("none")} />
      ) : (
        <ul className="grid min-h-0 flex-1 grid-rows-5">
          {top.map(({ code, name, count, state }) => (
            <li
              key={code}
              className={cx(
                "grid grid-cols-[calc(34*var(--u))_calc(210*var(--u))_calc(64*var(--u))_minmax(0,1fr)]",
                "items-center gap-x-8 text-wall-row whitespace-nowrap",
              )}
            >
              <StateMark state={state} />
              <span className="truncate" data-clips>
                {name}
              </span>
              <b data-figure className="text-right font-semibold">
                {countText(count)}
              </b>
              <span className="ml-12 h-16 overflow-hidden rounded-full bg-track">
                <i
                  className={`block h-full rounded-full ${barOf[state]}`}
                  style={{ width: `${(100 * count) / highest}%` }}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Open() {
  const open = useWall((data) => data.exceptions.open);
  return <span data-figure>{countText(open)}</span>;
}

function Weight() {
  const t = useTranslations("wall.exceptions");
  const locale = useLocale();
  const breached = useWall((data) => data.exceptions.breached);
  const riskFen = useWall((data) => data.exceptions.riskFen);
  return (
    <>
      {breached > 0 && (
        <b className="font-semibold text-crit-text">
          {t("breached", { count: countText(breached) })}
        </b>
      )}
      {riskFen > 0 && <span>{t("risk", { money: shortMoneyText(riskFen, locale) })}</span>}
    </>
  );
}
