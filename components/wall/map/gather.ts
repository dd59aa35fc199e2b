import type { Spot } from "./projection";

/** Places on one ring around a shop; more riders than that stand closer. */
const PLACES = 12;

/**
 * Riders who wait at a shop stand in a ring around its square: under it nobody would see them.
 *
 * @param at `near`: px within which a rider is at the shop; `ring`: px from the shop's middle to where they are drawn
 */
export function gatherAtStores<T extends Spot>(
  riders: readonly T[],
  stores: readonly Spot[],
  { near, ring }: { near: number; ring: number },
): T[] {
  const waiting = new Map<number, number[]>();
  riders.forEach((rider, i) => {
    const at = stores.findIndex((s) => Math.hypot(s.x - rider.x, s.y - rider.y) < near);
    if (at >= 0) waiting.set(at, [...(waiting.get(at) ?? []), i]);
  });
  const out = [...riders];
  for (const [at, list] of waiting) {
    const store = stores[at];
    const step = (2 * Math.PI) / Math.max(PLACES, list.length);
    list.forEach((i, place) => {
      const rider = riders[i];
      if (!rider || !store) return;
      const angle = place * step - Math.PI / 2;
      const spot = { x: store.x + ring * Math.cos(angle), y: store.y + ring * Math.sin(angle) };
      out[i] = { ...rider, ...spot };
    });
  }
  return out;
}
