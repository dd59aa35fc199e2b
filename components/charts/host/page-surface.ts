import { init } from "./parts";
import type { Box, Surface } from "./protocol";

/** Draw on the page's own thread, where the browser cannot hand a canvas to a worker. */
export function openPageSurface(
  canvas: HTMLCanvasElement,
  box: Box,
  onPainted: () => void,
): Surface {
  const { width, height, dpr } = box;
  const chart = init(canvas, null, { width, height, devicePixelRatio: dpr, renderer: "canvas" });
  chart.on("finished", onPainted);
  return {
    setOption: (option) => chart.setOption(option),
    resize: (next) => chart.resize({ width: next.width, height: next.height }),
    dispose: () => chart.dispose(),
  };
}
