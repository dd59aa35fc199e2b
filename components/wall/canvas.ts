import { type RefObject, useEffect, useState } from "react";

/** In CSS pixels; canvases are drawn at true device pixels on top of it. */
export type CanvasBox = { width: number; height: number };

const DPR_MAX = 2;

/** The element's size, once known and whenever it changes. */
export function useBox(ref: RefObject<HTMLElement | null>): CanvasBox | null {
  const [box, setBox] = useState<CanvasBox | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      setBox((held) =>
        held?.width === width && held.height === height ? held : { width, height },
      );
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return box;
}

/** A cleared context whose unit is a CSS pixel. */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  { width, height }: CanvasBox,
): CanvasRenderingContext2D | null {
  const scale = Math.min(DPR_MAX, window.devicePixelRatio || 1);
  const [pixelsWide, pixelsHigh] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== pixelsWide) canvas.width = pixelsWide;
  if (canvas.height !== pixelsHigh) canvas.height = pixelsHigh;
  const context = canvas.getContext("2d");
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** One design unit in CSS pixels. */
export const unitPx = (): number => Math.min(window.innerWidth / 1920, window.innerHeight / 1080);
