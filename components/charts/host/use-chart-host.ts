import { type RefObject, useEffect, useRef } from "react";
import { ChartHost, type Drawing } from "./chart-host";
import type { Font } from "./protocol";

const digitFont: Font = {
  family: "Huiliu Digits",
  url: new URL(
    "@fontsource-variable/noto-sans-sc/files/noto-sans-sc-latin-wght-normal.woff2",
    import.meta.url,
  ).href,
};

/** Canvas text of every chart: the worker's own face first, the page's when drawn there. */
export const chartFontFamily = `"${digitFont.family}", "Noto Sans SC Variable", sans-serif`;

/**
 * An element that shows a chart.
 *
 * @param drawingFor colours and sizes are read from the element, so from the theme it stands in
 * @param view what is drawn; the chart is drawn again when it is another object
 */
export function useChartHost<View>(
  drawingFor: (view: View, element: HTMLElement) => Drawing,
  view: View,
): RefObject<HTMLDivElement | null> {
  const elementRef = useRef<HTMLDivElement>(null);
  const hostRef = useRef<ChartHost | null>(null);
  useEffect(() => {
    const element = elementRef.current;
    if (!element) return;
    const host = new ChartHost(element, digitFont);
    hostRef.current = host;
    return () => host.close();
  }, []);
  useEffect(() => {
    const element = elementRef.current;
    if (element) hostRef.current?.draw(drawingFor(view, element));
  }, [view, drawingFor]);
  return elementRef;
}
