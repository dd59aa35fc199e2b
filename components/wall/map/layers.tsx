"use client";

import { useEffect, useRef, useState } from "react";
import { useWall } from "../../live/use-wall";
import { type CanvasBox, fitCanvas, unitPx } from "../canvas";
import { drawDistricts, drawRiders, drawStores, inkOf } from "./draw";
import { gatherAtStores } from "./gather";
import type { Projection } from "./projection";
import { RiderMotion } from "./rider-motion";
import type { Outline } from "./use-outline";

type LayerProps = { project: Projection; box: CanvasBox };

const layer = "pointer-events-none absolute inset-0 h-full w-full";
/** Five frames a second look smooth for dots that move a pixel each, and cost next to nothing. */
const FRAME_MS = 200;
/** In the wall's units: how near a rider is at a shop, and how far around its square riders wait. */
const AT_STORE = 14;
const RING = 21;

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
    drawDistricts({ pen, ink: inkOf(canvas), u: unitPx() }, districts);
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
    drawStores({ pen, ink: inkOf(canvas), u: unitPx() }, spots);
  }, [stores, project, box]);
  return <canvas ref={ref} className={layer} />;
}

/** Drawn five times a second, on a layer of its own. */
export function RiderLayer({ project, box }: LayerProps) {
  const riders = useWall((data) => data.riders.list);
  const stores = useWall((data) => data.stores);
  const [motion] = useState(() => new RiderMotion());
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => motion.update(riders, performance.now()), [motion, riders]);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const squares = stores.map(({ lngE6, latE6 }) => project(lngE6 / 1e6, latE6 / 1e6));
    const draw = () => {
      if (document.visibilityState === "hidden") return;
      const pen = fitCanvas(canvas, box);
      if (!pen) return;
      const u = unitPx();
      const spots = motion.spots(project, performance.now());
      const seen = gatherAtStores(spots, squares, { near: AT_STORE * u, ring: RING * u });
      drawRiders({ pen, ink: inkOf(canvas), u }, seen);
    };
    draw();
    const timer = window.setInterval(draw, FRAME_MS);
    return () => window.clearInterval(timer);
  }, [motion, stores, project, box]);
  return <canvas ref={ref} className={layer} />;
}
