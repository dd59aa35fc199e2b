"use client";

import type { TileProps } from "./kpi-tile";
import { EtaTile, ExceptionTile, OntimeTile } from "./service-tiles";
import { GmvTile, OrdersTile, SavedTile } from "./volume-tiles";

export function KpiRow({ isStale }: TileProps) {
  return (
    <div className="grid h-176 shrink-0 grid-cols-6 gap-12">
      <OrdersTile isStale={isStale} />
      <GmvTile isStale={isStale} />
      <OntimeTile isStale={isStale} />
      <ExceptionTile isStale={isStale} />
      <EtaTile isStale={isStale} />
      <SavedTile isStale={isStale} />
    </div>
  );
}
