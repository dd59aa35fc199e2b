"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { countText } from "@/components/ui/format";
import { useWall } from "../../live/use-wall";
import { rateText } from "../format";
import { Panel } from "../panel";
import { StateMark } from "../state-mark";

/** Every open order is in exactly one phase, so these sum to all of them; and how long nothing was oversold. */
export function PhasesPanel() {
  const t = useTranslations("wall.phases");
  const phases = useWall((data) => data.phases);
  return (
    <Panel
      label={phases
        .map(({ code }) => (t.has(code as "picking") ? t(code as "picking") : code))
        .join()}
      className="col-span-2 flex items-stretch px-16"
    >
      <div className="grid flex-1 auto-cols-fr grid-flow-col">
        {phases.map(({ code, count }) => (
          <Figure
            key={code}
            label={t.has(code as "picking") ? t(code as "picking") : code}
            value={countText(count)}
          />
        ))}
      </div>
      <Goods />
    </Panel>
  );
}

type FigureProps = { label: string; value: string; mark?: ReactNode; metric?: string };

function Figure({ label, value, mark, metric }: FigureProps) {
  return (
    <div data-metric={metric} className="flex flex-col justify-center whitespace-nowrap">
      <span className="flex items-center gap-8 text-wall-second text-text-2">
        {label}
        {mark}
      </span>
      <b data-figure className="self-start text-wall-count font-semibold">
        {value}
      </b>
    </div>
  );
}

/** What cannot be sold though people ask for it, and what was sold twice. */
function Goods() {
  const t = useTranslations("wall.skuOut");
  const out = useWall((data) => data.skuOut);
  return (
    <div className="my-16 flex items-center gap-22 border-l border-line pl-26">
      <Figure
        metric="sku_out"
        label={t("title")}
        value={out === null ? "–" : rateText(out.bps)}
        mark={<StateMark state={out?.state ?? "nodata"} />}
      />
      <Oversold />
    </div>
  );
}

function Oversold() {
  const t = useTranslations("wall.oversold");
  const { today, cleanDays } = useWall((data) => data.oversold);
  return (
    <div className="flex items-center gap-16">
      <Figure
        metric="oversold"
        label={t("title")}
        value={countText(today)}
        mark={<StateMark state={today > 0 ? "p1" : "normal"} />}
      />
      <span className="self-end pb-4 text-wall-axis whitespace-nowrap text-text-3">
        {cleanDays === null ? t("never") : t("clean", { days: countText(cleanDays) })}
      </span>
    </div>
  );
}
