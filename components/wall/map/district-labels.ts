import type { Frame, Spot } from "./projection";

type District = { name: string; rings: Spot[][] };
type Label = Spot & { name: string };

/** Size of a label and the free air it wants around shops, in the frame's pixels. */
type LabelSize = { width: number; height: number; clearance: number };

const STEPS = 14;

/** Even–odd rule over all rings, so holes and islands come out right. */
export function isInside({ x, y }: Spot, rings: readonly Spot[][]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (const [index, a] of ring.entries()) {
      const b = ring[(index + 1) % ring.length] ?? a;
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x)
        inside = !inside;
    }
  }
  return inside;
}

/**
 * Where each district's name is written: inside its visible part, as near its middle as shops allow.
 * A district without a free spot stays unnamed: names yield to shops.
 */
export function placeLabels(
  districts: readonly District[],
  shops: readonly Spot[],
  { frame, size }: { frame: Frame; size: LabelSize },
): Label[] {
  const placed: Label[] = [];
  for (const { name, rings } of districts) {
    const inside = gridOf(frame, size).filter((spot) => isInside(spot, rings));
    const middle = middleOf(inside);
    const free = inside.filter(
      (spot) => isFree(spot, shops, size) && placed.every((other) => isApart(spot, other, size)),
    );
    const best = free.toSorted((a, b) => distance(a, middle) - distance(b, middle))[0];
    if (best) placed.push({ name, ...best });
  }
  return placed;
}

function gridOf({ width, height }: Frame, size: LabelSize): Spot[] {
  const columns = Array.from({ length: STEPS }, (_, index) => (index + 0.5) / STEPS);
  const spots = columns.flatMap((x) => columns.map((y) => ({ x: x * width, y: y * height })));
  return spots.filter(
    ({ x, y }) =>
      x > size.width / 2 + 4 &&
      x < width - size.width / 2 - 4 &&
      y > size.height / 2 + 4 &&
      y < height - size.height / 2 - 4,
  );
}

function middleOf(spots: readonly Spot[]): Spot {
  const sum = spots.reduce((held, { x, y }) => ({ x: held.x + x, y: held.y + y }), { x: 0, y: 0 });
  return { x: sum.x / Math.max(1, spots.length), y: sum.y / Math.max(1, spots.length) };
}

const distance = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);

const isFree = (spot: Spot, shops: readonly Spot[], size: LabelSize) =>
  shops.every(
    (shop) =>
      Math.abs(shop.x - spot.x) > size.width / 2 + size.clearance ||
      Math.abs(shop.y - spot.y) > size.height / 2 + size.clearance,
  );

const isApart = (a: Spot, b: Spot, size: LabelSize) =>
  Math.abs(a.x - b.x) > size.width * 1.15 || Math.abs(a.y - b.y) > size.height * 1.4;
