"use client";

import { useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { useWall } from "../../live/use-wall";
import { lagText, rateText } from "../format";
import { Panel, PanelNote, PanelTitle } from "../panel";
import { StateMark, toneOf } from "../state-mark";

const SHOWN_MAX = 3;

export function WorstStoresPanel() {
  const t = useTranslations("wall.stores");
  const stores = useWall((data) => data.worstStores).slice(0, SHOWN_MAX);
  return (
    <Panel
      label={t("title")}
      className="flex flex-col px-16 pt-4"
      style={{ flex: `${SHOWN_MAX} 1 calc(106 * var(--u))` }}
    >
      <PanelTitle>{t("title")}</PanelTitle>
      <div className="min-h-0 flex-1">
        {stores.length === 0 ? (
          <PanelNote title={t("none")} />
        ) : (
          <ul className="grid h-full grid-rows-3">
            {stores.map(({ code, name, bps, state }) => (
              <li
                key={code}
                className={cx(
                  "grid grid-cols-[calc(34*var(--u))_minmax(0,1fr)_auto] items-center gap-x-8 text-wall-row",
                  "whitespace-nowrap",
                )}
              >
                <StateMark state={state} />
                <span className="truncate" data-clips>
                  {name}
                </span>
                <b data-figure className={`font-semibold ${toneOf[state]}`}>
                  {rateText(bps)}
                </b>
              </li>
            ))}
          </ul>
        )}
      </div>
      <HealthLine />
    </Panel>
  );
}

/** Our own machinery: intake, queues, stock pushes. */
function HealthLine() {
  const t = useTranslations("wall.health");
  const health = useWall((data) => data.health);
  return (
    <div
      className={cx(
        "mt-4 flex h-52 shrink-0 items-center justify-between border-t border-line-soft",
        "text-wall-second whitespace-nowrap text-text-2",
      )}
    >
      {health.map(({ key, ms, state }) => (
        <span key={key} className="flex items-center gap-8">
          <StateMark state={state} />
          {t(key)}
          <span data-figure className={`min-w-[2.2em] ${toneOf[state]}`}>
            {lagText(ms)}
          </span>
        </span>
      ))}
    </div>
  );
}
