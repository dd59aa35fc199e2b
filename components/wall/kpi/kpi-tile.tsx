"use client";

import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { cx } from "@/components/ui/classes";
import { clockText } from "@/components/ui/format";
import type { WallState } from "@/server/domain/live/wall";
import { type MetricCode, metricDefinitions } from "@/server/domain/metrics";
import { useWallLink } from "../../live/use-wall";
import { Panel } from "../panel";
import { StateMark, toneOf } from "../state-mark";

export type TileProps = { isStale: boolean };

type Props = TileProps & {
  label: string;
  /** Window of the figure in minutes, printed after its name. */
  minutes?: number;
  metric: MetricCode;
  /** Absent for figures that are informational. */
  state?: WallState;
  digits: string;
  /** A name by which tests and measurements find the figure. */
  figure?: string;
  unit?: string;
  children: ReactNode;
};

const edgeOf: Record<WallState, string> = {
  normal: "border-line-soft",
  pending: "border-line-soft",
  p2: "border-warn",
  p1: "border-crit",
  nodata: "border-line-soft",
};

/** One figure: name and state, digits readable from five metres, and what it is made of. */
export function KpiTile(props: Props) {
  const { label, minutes, metric, state, digits, figure = "", unit, isStale, children } = props;
  const t = useTranslations("wall.kpi");
  const locale = useLocale();
  const { name, definition, window } = metricDefinitions[metric][locale];
  return (
    <Panel
      label={label}
      title={`${name} · ${window}\n${definition}`}
      className={cx(
        "flex flex-col justify-between border-t-[calc(4*var(--u))] px-16 pt-10 pb-12 whitespace-nowrap",
        edgeOf[state ?? "normal"],
      )}
    >
      <h2 className="flex items-center gap-10 text-[calc(28*var(--u))] leading-[1.25] text-text-2">
        {label}
        {minutes && <span className="text-text-3">{t("minutes", { count: minutes })}</span>}
        {state && <StateMark state={state} />}
      </h2>
      <p
        data-figure={figure}
        className={`self-start text-wall-digits font-semibold tracking-[-0.01em] ${toneOf[state ?? "normal"]}`}
      >
        {digits}
        {unit && <span className="ml-[0.15em] text-wall-row font-medium">{unit}</span>}
      </p>
      <div className="flex gap-16 overflow-hidden text-wall-axis text-text-2">
        {isStale ? <AsOf /> : children}
      </div>
    </Panel>
  );
}

function AsOf() {
  const t = useTranslations("wall");
  const { ts } = useWallLink();
  return <span>{ts === null ? "" : t("asOf", { time: clockText(ts) })}</span>;
}
