"use client";

import { useEffect, useRef, useState } from "react";
import { useWall } from "../../live/use-wall";
import { type CanvasBox, fitCanvas, unitPx } from "../canvas";
import { drawDistricts, drawRiders, drawStores, inkOf } from "./draw";
import type { Projection } from "./projection";
import { RiderMotion } from "./rider-motion";
import type { Outline } from "./use-outline";

type LayerProps = { project: Projection; box: CanvasBox };

const layer = "pointer-events-none absolute inset-0 h-full w-full";
/** Five frames a second look smooth for dots that move a pixel each, and cost next to nothing. */
const FRAME_MS = 200;

/** Drawn once per size. */
export function GroundLayer({ outline, project, box }: LayerProps & { outline: Outline }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const pen = canvas && fitCanvas(canvas, box);
    if (!pen) return;
    const districts = outline.map(({ rings }) =>
      rings.map((ring) => ring.map(([lng, lat]) => project(lng, lat))),
    );
    drawDistricts(pen, districts, inkOf(canvas), unitPx());
  }, [outline, project, box]);
  return <canvas ref={ref} className={layer} />;
}

/** Drawn when a shop's state changes. */
export function StoreLayer({ project, box }: LayerProps) {
  const stores = useWall((data) => data.stores);
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const pen = canvas && fitCanvas(canvas, box);
    if (!pen) return;
    const spots = stores.map(({ lngE6, latE6, state }) => ({
      ...project(lngE6 / 1e6, latE6 / 1e6),
      state,
    }));
    drawStores(pen, spots, inkOf(canvas), unitPx());
  }, [stores, project, box]);
  return <canvas ref={ref} className={layer} />;
}

/** Drawn five times a second, on a layer of its own. */
export function RiderLayer({ project, box }: LayerProps) {
  const riders = useWall((data) => data.riders.list);
  const [motion] = useState(() => new RiderMotion());
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => motion.update(riders, performance.now()), [motion, riders]);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const draw = () => {
      if (document.visibilityState === "hidden") return;
      const pen = fitCanvas(canvas, box);
      if (pen) drawRiders(pen, motion.spots(project, performance.now()), inkOf(canvas), unitPx());
    };
    draw();
    const timer = window.setInterval(draw, FRAME_MS);
    return () => window.clearInterval(timer);
  }, [motion, project, box]);
  return <canvas ref={ref} className={layer} />;
}
