"use client";

import type { CSSProperties } from "react";
import type { Freshness } from "../live/freshness";
import { useWall } from "../live/use-wall";
import { AlertBanner } from "./banner";
import { ChannelPanel } from "./channels/channel-panel";
import { VolumePanel } from "./channels/volume-panel";
import { Header } from "./header";
import { KpiRow } from "./kpi/kpi-row";
import { LostBand } from "./lost-band";
import { MapPanel } from "./map/map-panel";
import { ExceptionsPanel } from "./panels/exceptions-panel";
import { PhasesPanel } from "./panels/phases-panel";
import { WorstStoresPanel } from "./panels/worst-stores-panel";
import { Ticker } from "./ticker";

/** Rows of the channel table are lower while a band takes room at the top. */
const rowHeights = {
  calm: { "--row": "calc(54 * var(--u))" },
  tight: { "--row": "calc(46 * var(--u))" },
};

/** View A, the overview: nine blocks, in u, filling the glass; charts get true pixel boxes. */
export function Board({ freshness }: { freshness: Freshness }) {
  const hasP1 = useWall((data) => data.alerts.some((alert) => alert.level === 1));
  const isLost = freshness === "lost";
  const rows = isLost || hasP1 ? rowHeights.tight : rowHeights.calm;
  return (
    <div className="flex h-full flex-col gap-12 px-16 pt-8 pb-6" style={rows as CSSProperties}>
      <Header freshness={freshness} />
      {isLost ? <LostBand /> : hasP1 && <AlertBanner />}
      <KpiRow isStale={freshness === "stale" || isLost} />
      <div className="grid min-h-0 flex-1 grid-cols-3 grid-rows-[minmax(0,1fr)_calc(104*var(--u))] gap-12">
        <div className="row-span-2 flex min-h-0 flex-col gap-12">
          <VolumePanel />
          <ChannelPanel />
        </div>
        <MapPanel />
        <div className="flex min-h-0 flex-col gap-12">
          <ExceptionsPanel />
          <WorstStoresPanel />
        </div>
        <PhasesPanel />
      </div>
      <Ticker />
    </div>
  );
}
