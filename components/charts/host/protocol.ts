import type { EChartsCoreOption } from "echarts/core";

/** The box a chart is drawn in, in CSS pixels. */
export type Box = { width: number; height: number; dpr: number };

export type ToWorker =
  | { type: "start"; canvas: OffscreenCanvas; box: Box; font: Font | null }
  | { type: "option"; option: EChartsCoreOption }
  | { type: "resize"; box: Box }
  | { type: "ping" };

export type FromWorker =
  | { type: "painted" }
  | { type: "pong" }
  | { type: "failed"; reason: string };

/** A web font a worker must load for itself: it does not see the fonts of the document. */
export type Font = { family: string; url: string };

/** What a chart needs from whatever draws it. Options must survive structured clone: no functions. */
export type Surface = {
  setOption: (option: EChartsCoreOption) => void;
  resize: (box: Box) => void;
  dispose: () => void;
};
