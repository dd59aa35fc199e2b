const MAD_TO_SIGMA = 1.4826;
/** The drawn band is this many spreads to either side. */
const BAND_SPREADS = 2.5;

/**
 * How far a count lies from the expected one, in spreads.
 *
 * The square root gives small and large channels the same scale.
 *
 * @param orders   pieces counted, ≥ 0
 * @param expected orders, > −3/8
 * @param sigma    the channel's own spread, ≥ 1
 * @returns negative for too few
 * @source Anscombe 1948, variance-stabilising transform of Poisson counts
 */
export function scoreCount(orders: number, expected: number, sigma: number): number {
  return (2 * (Math.sqrt(orders + 0.375) - Math.sqrt(expected + 0.375))) / sigma;
}

/**
 * The counts within which a minute is ordinary, for drawing.
 *
 * @param expected orders, ≥ 0
 * @returns orders, 0 ≤ low ≤ expected ≤ high
 */
export function bandOf(expected: number, sigma: number): { low: number; high: number } {
  const root = Math.sqrt(expected + 0.375);
  const half = (BAND_SPREADS * sigma) / 2;
  const low = Math.max(0, root - half) ** 2 - 0.375;
  return { low: Math.max(0, low), high: (root + half) ** 2 - 0.375 };
}

/**
 * The spread of a channel's scores, insensitive to the alarms among them.
 *
 * @param scores with sigma 1, of about two days; minutes without a baseline are null
 * @returns ≥ 1: a channel calmer than chance is not believed
 */
export function spreadOf(scores: readonly (number | null)[]): number {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return 1;
  const middle = medianOf(known);
  return Math.max(1, MAD_TO_SIGMA * medianOf(known.map((score) => Math.abs(score - middle))));
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
