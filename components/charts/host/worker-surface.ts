import type { Box, Font, FromWorker, Surface, ToWorker } from "./protocol";

const HEARTBEAT_EVERY_MS = 5_000;
const SILENCE_MAX_MS = 15_000;

type Hooks = {
  onPainted: () => void;
  /** The worker threw or fell silent; the surface is gone and may be opened again. */
  onLost: (reason: string) => void;
};

type Request = { canvas: HTMLCanvasElement; box: Box; font: Font | null } & Hooks;

export function canDrawInWorker(): boolean {
  return (
    typeof Worker !== "undefined" &&
    typeof OffscreenCanvas !== "undefined" &&
    "transferControlToOffscreen" in HTMLCanvasElement.prototype
  );
}

/** Draw in a worker: layout and painting never hold up the clock and the numbers of the page. */
export function openWorkerSurface({ canvas, box, font, onPainted, onLost }: Request): Surface {
  const worker = new Worker(new URL("./chart-worker.ts", import.meta.url), { type: "module" });
  const offscreen = canvas.transferControlToOffscreen();
  const post = (message: ToWorker, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer);
  let heardAtMs = performance.now();

  const dispose = () => {
    window.clearInterval(heartbeat);
    worker.onmessage = null;
    worker.onerror = null;
    worker.terminate();
  };
  const lose = (reason: string) => {
    dispose();
    onLost(reason);
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    heardAtMs = performance.now();
    if (data.type === "painted") onPainted();
    if (data.type === "failed") lose(data.reason);
  };
  worker.onerror = (event) => lose(event.message);
  const heartbeat = window.setInterval(() => {
    if (performance.now() - heardAtMs > SILENCE_MAX_MS) lose("silent");
    else post({ type: "ping" });
  }, HEARTBEAT_EVERY_MS);

  post({ type: "start", canvas: offscreen, box, font }, [offscreen]);
  return {
    setOption: (option) => post({ type: "option", option }),
    resize: (next) => post({ type: "resize", box: next }),
    dispose,
  };
}
