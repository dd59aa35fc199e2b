"use client";

import { useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { countText } from "@/components/ui/format";
import { useWall } from "../../live/use-wall";
import { unitPx, useBox } from "../canvas";
import { Panel, PanelNote, PanelTitle } from "../panel";
import { placeLabels } from "./district-labels";
import { GroundLayer, RiderLayer, StoreLayer } from "./layers";
import { fitPlaces, type Projection } from "./projection";
import { type Outline, useOutline } from "./use-outline";

export function MapPanel() {
  const t = useTranslations("wall.map");
  const city = useWall((data) => data.city);
  const stores = useWall((data) => data.stores);
  const outline = useOutline(city.adcode);
  const ref = useRef<HTMLDivElement>(null);
  const box = useBox(ref);
  // States change often, places hardly ever: the projection follows the places only.
  const places = stores.map(({ lngE6, latE6 }) => `${lngE6},${latE6}`).join(";");
  const project = useMemo(() => box && fitPlaces(stores, box), [places, box]);
  return (
    <Panel label={t("label", { city: city.name })} className="flex flex-col">
      <div className="px-16 pt-4">
        <PanelTitle aside={<Riders />}>{t("title")}</PanelTitle>
      </div>
      <div ref={ref} className="relative min-h-0 flex-1 overflow-hidden">
        {stores.length === 0 && <PanelNote title={t("noStores")} />}
        {project && box && (
          <>
            <GroundLayer outline={outline} project={project} box={box} />
            <DistrictNames outline={outline} project={project} box={box} />
            <RiderLayer project={project} box={box} />
            <StoreLayer project={project} box={box} />
          </>
        )}
      </div>
    </Panel>
  );
}

function Riders() {
  const t = useTranslations("wall.map");
  const online = useWall((data) => data.riders.online);
  const busy = useWall((data) => data.riders.busy);
  const loadX10 = useWall((data) => data.riders.loadX10);
  return (
    <>
      <span>{t("online", { count: countText(online) })}</span>
      <span>{t("busy", { count: countText(busy) })}</span>
      {loadX10 !== null && <span>{t("load", { load: (loadX10 / 10).toFixed(1) })}</span>}
    </>
  );
}

type NamesProps = { outline: Outline; project: Projection; box: { width: number; height: number } };

function DistrictNames({ outline, project, box }: NamesProps) {
  const stores = useWall((data) => data.stores);
  const labels = useMemo(() => {
    const u = unitPx();
    const districts = outline.map(({ name, rings }) => ({
      name,
      rings: rings.map((ring) => ring.map(([lng, lat]) => project(lng, lat))),
    }));
    const shops = stores.map(({ lngE6, latE6 }) => project(lngE6 / 1e6, latE6 / 1e6));
    const size = { width: 78 * u, height: 30 * u, clearance: 20 * u };
    return placeLabels(districts, shops, { frame: box, size });
  }, [outline, project, box, stores]);
  return labels.map(({ name, x, y }) => (
    <span
      key={name}
      className="absolute -translate-x-1/2 -translate-y-1/2 text-wall-axis whitespace-nowrap text-text-3"
      style={{ left: x, top: y }}
    >
      {name}
    </span>
  ));
}
