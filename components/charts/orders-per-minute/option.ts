import type { EChartsCoreOption } from "echarts/core";
import type { WallData } from "@/server/domain/live/wall";

export type OrdersPerMinuteView = WallData["series"];

/** Colours and sizes, read from the page by the caller: a worker sees no stylesheet. */
export type Look = {
  line: string;
  secondary: string;
  band: string;
  grid: string;
  axisText: string;
  fontFamily: string;
  /** One design unit in CSS pixels. */
  unitPx: number;
};

const MINUTE_MS = 60_000;
const SHANGHAI_MS = 8 * 60 * MINUTE_MS;
const LABEL_EVERY_MINUTES = 15;

/**
 * The labels under the line: the clock in Asia/Shanghai at every quarter of an hour, nothing between.
 * One empty slot follows, so that the bar of the newest minute is not cut in half.
 */
export function minuteLabels(newestMinuteMs: number, count: number): string[] {
  const labels = Array.from({ length: count }, (_, index) => {
    const minute = (newestMinuteMs + SHANGHAI_MS) / MINUTE_MS - (count - 1 - index);
    const ofDay = ((minute % 1_440) + 1_440) % 1_440;
    // A label at either end would be cut by the edge or run into the axis of counts.
    const hasRoom = index >= 2 && index < count - 3;
    if (minute % LABEL_EVERY_MINUTES !== 0 || !hasRoom) return "";
    return `${pad(Math.floor(ofDay / 60))}:${pad(ofDay % 60)}`;
  });
  return [...labels, ""];
}

const pad = (value: number) => String(value).padStart(2, "0");

/** A round top for the axis: at least 10, three even steps, room above the highest point. */
export function axisTop(values: readonly (number | null)[]): number {
  const highest = Math.max(8, ...values.map((value) => value ?? 0)) * 1.08;
  const power = 10 ** Math.floor(Math.log10(highest / 2));
  const step =
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((size) => size * power * 2 >= highest) ?? 10;
  return step * power * 2;
}

/** Height of the forecast band where both edges are known; the part below it is drawn unseen. */
function bandHeights({ bandLow, bandHigh }: OrdersPerMinuteView): (number | null)[] {
  return bandHigh.map((high, index) => {
    const low = bandLow[index] ?? null;
    return high === null || low === null ? null : high - low;
  });
}

/** Only the newest, unfinished minute: a count so far, which must not look like a fall of the line. */
export function splitNewest(total: readonly (number | null)[]) {
  const last = total.length - 1;
  return {
    finished: total.map((value, index) => (index === last ? null : value)),
    unfinished: total.map((value, index) => (index === last ? value : null)),
  };
}

/** Every series' values by its id: all that changes from one reading to the next. */
function valuesOf(view: OrdersPerMinuteView) {
  const { finished, unfinished } = splitNewest(view.total);
  return [
    { id: "band-low", data: view.bandLow },
    { id: "band", data: bandHeights(view) },
    { id: "yesterday", data: view.yesterday },
    { id: "total", data: finished },
    { id: "unfinished", data: unfinished },
  ];
}

/** What a new reading changes: merged into the chart by ECharts, looks and layout stay. */
export function ordersPerMinuteUpdate(view: OrdersPerMinuteView, unitPx: number) {
  const top = axisTop([...view.total, ...view.yesterday, ...view.bandHigh]);
  return {
    // The axis of counts gets wider with its numbers.
    grid: { left: (26 + 15 * countWidth(top)) * unitPx },
    xAxis: { data: minuteLabels(view.minuteMs, view.total.length) },
    yAxis: { max: top, interval: top / 2 },
    series: valuesOf(view),
  };
}

/** Digits of the highest label; a thousands comma counts as one. */
const countWidth = (top: number) => Math.max(3, String(top).length + (top >= 1_000 ? 0.5 : 0));

/** How each series looks, in the order of their values. */
function looksOf({ unitPx, ...look }: Look) {
  const line = { type: "line", symbol: "none", silent: true, connectNulls: false };
  const band = { ...line, stack: "band", lineStyle: { opacity: 0 } };
  const dashes = [6 * unitPx, 6 * unitPx];
  return [
    band,
    { ...band, areaStyle: { color: look.band } },
    { ...line, lineStyle: { color: look.secondary, width: 2 * unitPx, type: dashes } },
    { ...line, lineStyle: { color: look.line, width: 4 * unitPx, join: "round" } },
    {
      type: "bar",
      silent: true,
      barWidth: 8 * unitPx,
      itemStyle: {
        color: "transparent",
        borderColor: look.line,
        borderWidth: 2 * unitPx,
        borderType: [3 * unitPx, 3 * unitPx],
      },
    },
  ];
}

/** Last 60 minutes of all channels, yesterday at the same minutes, and the band that was expected. */
export function ordersPerMinuteOption(view: OrdersPerMinuteView, look: Look): EChartsCoreOption {
  const { unitPx } = look;
  const { grid, xAxis, yAxis, series } = ordersPerMinuteUpdate(view, unitPx);
  const looks = looksOf(look);
  const text = { color: look.axisText, fontSize: 24 * unitPx, fontFamily: look.fontFamily };
  return {
    animation: false,
    textStyle: { fontFamily: look.fontFamily },
    grid: {
      ...grid,
      right: 4 * unitPx,
      top: 16 * unitPx,
      bottom: 34 * unitPx,
      outerBoundsMode: "none",
    },
    xAxis: {
      ...xAxis,
      type: "category",
      boundaryGap: false,
      axisLabel: { ...text, interval: 0, margin: 8 * unitPx },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.grid, width: 2 * unitPx } },
    },
    yAxis: {
      ...yAxis,
      type: "value",
      min: 0,
      axisLabel: { ...text, margin: 12 * unitPx },
      splitLine: { lineStyle: { color: look.grid, width: Math.max(1, unitPx) } },
    },
    series: series.map((values, index) => ({ ...looks[index], ...values })),
  };
}
