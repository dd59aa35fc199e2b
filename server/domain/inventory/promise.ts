import { freeOf, type StockCell, sharedOf } from "./cell";

/** How much of what there is one channel may show. */
export type PromiseRule = {
  accountId: number;
  /** Its part of what no channel has for itself, in basis points. */
  shareBps: number;
  /** Shown at most; null is no limit. */
  cap: number | null;
  riskBps: number;
  /** When little is left only the lowest rank sells. */
  rank: number;
  lagMs: number;
};

/** One channel's view of one cell. */
export type Seller = {
  rule: PromiseRule;
  /** Base units this channel has for itself. */
  dedicated: number;
  /** What it sells of this article here, base units in a thousand minutes. */
  milliPerMinute: number;
};

/** The sum, step by step, as a screen shows it. All in base units. */
export type PromiseChain = {
  accountId: number;
  free: number;
  dedicated: number;
  /** Free and nobody's own. */
  shared: number;
  share: number;
  /** dedicated + share, then no more than the cap allows. */
  capped: number;
  buffer: number;
  /** Only the first channel sells, because so little is left. */
  isLastFew: boolean;
  promise: number;
};

/** From here on down a single channel sells: each further one could sell the same last pieces. */
export const LAST_FEW = 3;

/** z of the normal distribution for the chance, in basis points, that more is sold in the lag than was kept back. */
export const RISKS: ReadonlyMap<number, number> = new Map([
  [10, 3.09],
  [100, 2.33],
  [250, 1.96],
  [500, 1.645],
  [1_000, 1.282],
]);

/**
 * What a channel may sell before it hears from us: the mean of a Poisson stream and z of its deviations.
 *
 * @param perMinute sold a minute
 * @param lagMinutes until the channel shows a change
 * @returns whole base units, ⌈λL + z√(λL)⌉
 * @source docs/domain/stock.md#allowance
 */
export function channelBuffer(perMinute: number, lagMinutes: number, z: number): number {
  const mean = perMinute * lagMinutes;
  return mean <= 0 ? 0 : Math.ceil(mean + z * Math.sqrt(mean) - 1e-9);
}

/**
 * What each channel may show of a cell, as a chain of steps.
 *
 * @param portion base units of one piece the channel sells: promises are whole pieces' worth
 * @source docs/domain/stock.md#allowance
 */
export function promiseChains(
  cell: Omit<StockCell, "storeId" | "skuId" | "debt">,
  sellers: readonly Seller[],
  portion = 1,
): PromiseChain[] {
  const free = freeOf(cell);
  const shared = sharedOf(cell);
  const isLastFew = free <= LAST_FEW * portion;
  const first = firstSeller(sellers);
  return sellers.map(({ rule, dedicated: own, milliPerMinute }) => {
    const dedicated = Math.min(own, free);
    const share = Math.floor((shared * rule.shareBps) / 10_000);
    const whole = dedicated + share;
    const capped = rule.cap === null ? whole : Math.min(rule.cap * portion, whole);
    const z = RISKS.get(rule.riskBps) ?? 2.33;
    const buffer = channelBuffer(milliPerMinute / 1_000, rule.lagMs / 60_000, z);
    const chain = { accountId: rule.accountId, free, dedicated, shared, share, capped };
    if (isLastFew) {
      const most = rule.cap === null ? free : Math.min(rule.cap * portion, free);
      // The only one who sells takes its own sales off its own number: there is nobody to be warned of.
      const promise = rule.accountId === first ? floorTo(most, portion) : 0;
      return { ...chain, buffer: 0, isLastFew, promise };
    }
    const promise = floorTo(Math.max(0, capped - buffer), portion);
    return { ...chain, buffer, isLastFew, promise };
  });
}

const floorTo = (value: number, portion: number): number => Math.floor(value / portion) * portion;

/** Lowest rank first; among equals the account that is older. */
function firstSeller(sellers: readonly Seller[]): number | null {
  let first: PromiseRule | null = null;
  for (const { rule } of sellers) {
    if (rule.shareBps === 0) continue;
    const before =
      first === null ||
      rule.rank < first.rank ||
      (rule.rank === first.rank && rule.accountId < first.accountId);
    if (before) first = rule;
  }
  return first?.accountId ?? null;
}

/**
 * Bring quotas down to what is left, the least important channel first.
 *
 * @param quotas base units by account, with the account's rank
 * @param free what the cell can promise at all
 * @returns the quotas that change; Σ of all afterwards ≤ free
 */
export function trimQuotas(
  quotas: readonly { accountId: number; qty: number; rank: number }[],
  free: number,
): { accountId: number; qty: number }[] {
  let over = quotas.reduce((sum, q) => sum + q.qty, 0) - free;
  const changed: { accountId: number; qty: number }[] = [];
  for (const quota of [...quotas].sort((a, b) => b.rank - a.rank || b.accountId - a.accountId)) {
    if (over <= 0) break;
    const cut = Math.min(over, quota.qty);
    over -= cut;
    if (cut > 0) changed.push({ accountId: quota.accountId, qty: quota.qty - cut });
  }
  return changed;
}
