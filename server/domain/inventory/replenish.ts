import type { Cellish } from "./cell";

/** What a store has, sells and waits for of one article. Base units. */
type Supply = {
  free: number;
  safety: number;
  inTransit: number;
  /** Asked of the warehouse and not here yet. */
  requested: number;
  milliPerMinute: number;
};

export type Replenishment = {
  /** Below this nothing may be left when the goods come. */
  orderPoint: number;
  target: number;
  qty: number;
};

/** A store's supply of an article, and how much of it one piece is. */
export type CellSupply = Cellish & Supply & { portion: number };
/** Goods to ask the warehouse for, and what that was worked out from. Base units. */
export type Wanted = Cellish & { qty: number; inputs: Record<string, unknown> };

/** Ordered up to so many minutes of sale beyond the lead time. */
const COVER_MINUTES = 240;
const Z = 1.645;

/**
 * Whether to ask the warehouse for goods: when what is free and coming would not last through the lead time.
 *
 * @param leadMinutes from the request to the shelf
 * @param portion the request is a multiple of it
 * @returns null while there is enough
 */
export function suggestRestock(
  supply: Supply,
  leadMinutes: number,
  portion = 1,
): Replenishment | null {
  const perMinute = supply.milliPerMinute / 1_000;
  const mean = perMinute * leadMinutes;
  const orderPoint = Math.ceil(mean + Z * Math.sqrt(mean)) + supply.safety;
  // What is free has the safety stock taken off already.
  const there = supply.free + supply.safety + supply.inTransit + supply.requested;
  if (perMinute <= 0 || there > orderPoint) return null;
  const target = orderPoint + Math.ceil(perMinute * COVER_MINUTES);
  const qty = Math.ceil((target - there) / portion) * portion;
  return qty > 0 ? { orderPoint, target, qty } : null;
}

/** What to ask the warehouse for, of what will run out before it could come. */
export const planRestocks = (supplies: readonly CellSupply[], leadMinutes: number): Wanted[] =>
  supplies.flatMap(({ storeId, skuId, portion, ...supply }) => {
    const found = suggestRestock(supply, leadMinutes, portion);
    if (!found) return [];
    const inputs = { ...supply, ...found, leadMinutes, coverMinutes: COVER_MINUTES };
    return [{ storeId, skuId, qty: found.qty, inputs }];
  });

/** More than any store asks for at once: somebody typed a barcode. */
const ASKED_MAX = 1_000_000;

/** Whether a person can ask for so much, base units. */
export const isAskable = (qty: number): boolean =>
  Number.isSafeInteger(qty) && qty > 0 && qty <= ASKED_MAX;
