import type { WallState } from "@/server/domain/live/wall";
import type { Spot } from "./projection";
import type { RiderKind, RiderSpot } from "./rider-motion";

type Pen = CanvasRenderingContext2D;
type Ink = (token: string) => string;
/** What is drawn with; `u`: the wall\'s unit in px. */
type Drawing = { pen: Pen; ink: Ink; u: number };

/** Colours of the theme the canvas stands in. */
export function inkOf(canvas: HTMLCanvasElement): Ink {
  const style = getComputedStyle(canvas);
  return (token) => style.getPropertyValue(token).trim();
}

export function drawDistricts({ pen, ink, u }: Drawing, districts: readonly Spot[][][]): void {
  pen.fillStyle = ink("--land");
  pen.strokeStyle = ink("--land-line");
  pen.lineWidth = Math.max(1, 1.5 * u);
  pen.lineJoin = "round";
  for (const rings of districts) {
    pen.beginPath();
    for (const ring of rings) trace(pen, ring);
    pen.fill("evenodd");
    pen.stroke();
  }
}

function trace(pen: Pen, ring: readonly Spot[]): void {
  for (const [index, { x, y }] of ring.entries()) {
    if (index === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  pen.closePath();
}

type StoreSpot = Spot & { state: WallState };

const worryOf: Record<WallState, number> = { normal: 0, pending: 1, nodata: 2, p2: 3, p1: 4 };
const looks: Record<WallState, { token: string; half: number; isFilled: boolean }> = {
  normal: { token: "--ok", half: 9, isFilled: false },
  pending: { token: "--warn", half: 9, isFilled: false },
  nodata: { token: "--nodata", half: 9, isFilled: false },
  p2: { token: "--warn", half: 12, isFilled: false },
  p1: { token: "--crit", half: 13, isFilled: true },
};

/** Worse shops are larger, heavier and on top, so that they are found without reading colours. */
export function drawStores({ pen, ink, u }: Drawing, stores: readonly StoreSpot[]): void {
  for (const { x, y, state } of stores.toSorted((a, b) => worryOf[a.state] - worryOf[b.state])) {
    const { token, half, isFilled } = looks[state];
    const side = half * u;
    pen.fillStyle = ink("--bg");
    pen.fillRect(x - side - 2 * u, y - side - 2 * u, 2 * side + 4 * u, 2 * side + 4 * u);
    pen.strokeStyle = ink(token);
    pen.lineWidth = (half > 10 ? 5 : 3.5) * u;
    pen.strokeRect(x - side, y - side, 2 * side, 2 * side);
    if (!isFilled) continue;
    pen.fillStyle = ink(token);
    pen.fillRect(x - side, y - side, 2 * side, 2 * side);
    pen.fillStyle = ink("--text");
    pen.fillRect(x - 3 * u, y - side * 0.62, 6 * u, side * 0.72);
    pen.fillRect(x - 3 * u, y + side * 0.34, 6 * u, 5 * u);
  }
}

const riderLooks: Record<RiderKind, { token: string; radius: number; alpha: number }> = {
  ghost: { token: "--text-3", radius: 3.5, alpha: 0.35 },
  idle: { token: "--text-3", radius: 3.5, alpha: 0.9 },
  busy: { token: "--text-2", radius: 4.2, alpha: 0.95 },
};

/** One path per kind: three fills, however many riders. */
export function drawRiders({ pen, ink, u }: Drawing, riders: readonly RiderSpot[]): void {
  for (const kind of ["ghost", "idle", "busy"] as const) {
    const { token, radius, alpha } = riderLooks[kind];
    pen.globalAlpha = alpha;
    pen.fillStyle = ink(token);
    pen.beginPath();
    for (const { x, y, kind: at } of riders) {
      if (at !== kind) continue;
      pen.moveTo(x + radius * u, y);
      pen.arc(x, y, radius * u, 0, 2 * Math.PI);
    }
    pen.fill();
  }
  pen.globalAlpha = 1;
}
