"use client";

import { chartFontFamily, useChartHost } from "../host/use-chart-host";
import {
  type Look,
  type OrdersPerMinuteView,
  ordersPerMinuteOption,
  ordersPerMinuteUpdate,
} from "./option";

/** Colours come from the theme the element stands in. */
function lookOf(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: token("--text"),
    secondary: token("--text-3"),
    band: token("--accent-soft"),
    grid: token("--line-soft"),
    axisText: token("--text-2"),
    fontFamily: chartFontFamily,
    unitPx: Math.min(window.innerWidth / 1920, window.innerHeight / 1080),
  };
}

const drawingFor = (view: OrdersPerMinuteView, element: HTMLElement) => ({
  whole: () => ordersPerMinuteOption(view, lookOf(element)),
  update: () => ordersPerMinuteUpdate(view, lookOf(element).unitPx),
});

type Props = { view: OrdersPerMinuteView; label: string };

export function OrdersPerMinuteChart({ view, label }: Props) {
  const ref = useChartHost(drawingFor, view);
  return <div ref={ref} role="img" aria-label={label} className="h-full w-full" />;
}
