import type { EChartsType } from "echarts/core";
import { init, setPlatformAPI } from "./parts";
import type { Font, FromWorker, ToWorker } from "./protocol";

type Scope = {
  fonts?: FontFaceSet;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage: (message: FromWorker) => void;
};
const scope = self as unknown as Scope;

// Text is measured on a canvas; a worker has no document to make one.
setPlatformAPI({ createCanvas: () => new OffscreenCanvas(32, 32) as unknown as HTMLCanvasElement });

const FONT_WAIT_MS = 1_500;

let chart: EChartsType | null = null;
let isWaiting = false;
const waiting: ToWorker[] = [];

scope.onmessage = ({ data: message }) => {
  // A heartbeat is answered at once; the rest keeps its order behind the font.
  if (message.type !== "ping" && isWaiting) waiting.push(message);
  else attempt(message);
};

function attempt(message: ToWorker): void {
  try {
    handle(message);
  } catch (error) {
    scope.postMessage({ type: "failed", reason: String(error) });
  }
}

function handle(message: ToWorker): void {
  switch (message.type) {
    case "start":
      void start(message);
      return;
    case "option":
      chart?.setOption(message.option);
      return;
    case "resize":
      chart?.resize(sizeOf(message.box));
      return;
    case "ping":
      scope.postMessage({ type: "pong" });
  }
}

/**
 * The font first: a worker's canvas keeps the face it resolved for a font string,
 * so text drawn before the font arrived would keep the fallback for good.
 */
async function start({ canvas, box, font }: Extract<ToWorker, { type: "start" }>): Promise<void> {
  isWaiting = true;
  if (font) await Promise.race([loadFont(font), wait(FONT_WAIT_MS)]);
  isWaiting = false;
  chart = init(canvas as unknown as HTMLElement, null, {
    renderer: "canvas",
    devicePixelRatio: box.dpr,
    ...sizeOf(box),
  });
  chart.on("finished", () => scope.postMessage({ type: "painted" }));
  for (const message of waiting.splice(0)) attempt(message);
}

async function loadFont({ family, url }: Font): Promise<void> {
  const face = new FontFace(family, `url(${url})`, { weight: "100 900" });
  scope.fonts?.add(face);
  await face.load().catch(() => undefined);
}

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const sizeOf = ({ width, height }: { width: number; height: number }) => ({ width, height });
