import type { EChartsCoreOption } from "echarts/core";
import type { Box, Font, Surface } from "./protocol";
import { canDrawInWorker, openWorkerSurface } from "./worker-surface";

const RESIZE_WAIT_MS = 200;
const RESPAWNS_MAX = 3;
const DPR_MAX = 2;

function boxOf(element: HTMLElement): Box {
  return {
    width: Math.max(1, element.clientWidth),
    height: Math.max(1, element.clientHeight),
    dpr: Math.min(DPR_MAX, window.devicePixelRatio || 1),
  };
}

/** The same chart twice: in full, and only what a new reading changes in it. */
export type Drawing = { whole: () => EChartsCoreOption; update: () => EChartsCoreOption };

/**
 * Owns the canvas inside one element: opens a surface, keeps it the size of the element,
 * and replaces it when its worker is lost. A canvas given to a worker cannot be taken back,
 * so each surface gets a canvas of its own.
 */
export class ChartHost {
  #surface: Surface | null = null;
  #canvas: HTMLCanvasElement | null = null;
  #drawing: Drawing | null = null;
  #isClosed = false;
  #losses = 0;
  #resizeTimer = 0;
  readonly #observer: ResizeObserver;

  constructor(
    private readonly element: HTMLElement,
    private readonly font: Font | null,
  ) {
    this.#observer = new ResizeObserver(() => this.#resizeSoon());
    this.#observer.observe(element);
    void this.#open();
  }

  draw(drawing: Drawing): void {
    const isFirst = this.#drawing === null;
    this.#drawing = drawing;
    this.#surface?.setOption(isFirst ? drawing.whole() : drawing.update());
  }

  close(): void {
    this.#isClosed = true;
    window.clearTimeout(this.#resizeTimer);
    this.#observer.disconnect();
    this.#surface?.dispose();
    this.#canvas?.remove();
  }

  async #open(): Promise<void> {
    const canvas = document.createElement("canvas");
    const box = boxOf(this.element);
    canvas.style.cssText = `display:block;width:${box.width}px;height:${box.height}px`;
    this.#canvas?.remove();
    this.#canvas = canvas;
    this.element.append(canvas);
    const surface = await this.#surfaceOn(canvas, box);
    if (this.#isClosed) return surface.dispose();
    this.#surface = surface;
    if (this.#drawing) surface.setOption(this.#drawing.whole());
  }

  async #surfaceOn(canvas: HTMLCanvasElement, box: Box): Promise<Surface> {
    const onPainted = () => this.element.setAttribute("data-painted", "");
    if (canDrawInWorker() && this.#losses <= RESPAWNS_MAX) {
      const onLost = () => this.#reopen();
      return openWorkerSurface({ canvas, box, font: this.font, onPainted, onLost });
    }
    const { openPageSurface } = await import("./page-surface");
    return openPageSurface(canvas, box, onPainted);
  }

  #reopen(): void {
    this.#losses += 1;
    this.#surface = null;
    if (!this.#isClosed) void this.#open();
  }

  #resizeSoon(): void {
    window.clearTimeout(this.#resizeTimer);
    this.#resizeTimer = window.setTimeout(() => {
      const box = boxOf(this.element);
      if (this.#canvas) {
        this.#canvas.style.width = `${box.width}px`;
        this.#canvas.style.height = `${box.height}px`;
      }
      this.#surface?.resize(box);
      // Line widths and type follow the size of the glass.
      if (this.#drawing) this.#surface?.setOption(this.#drawing.whole());
    }, RESIZE_WAIT_MS);
  }
}
