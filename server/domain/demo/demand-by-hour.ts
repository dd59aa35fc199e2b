/** Night, breakfast, lunch, tea, dinner, late snack: level of demand by hour of the Shanghai day; 1 is usual. */
const BY_HOUR = [
  0.45, 0.4, 0.35, 0.35, 0.35, 0.4, 0.55, 0.8, 0.95, 0.95, 1.1, 1.5, 1.4, 1, 0.9, 0.95, 1.1, 1.5,
  1.6, 1.4, 1.15, 0.95, 0.75, 0.55,
] as const;

const HOUR_MS = 3_600_000;

/**
 * How much is ordered at a moment, against a usual hour.
 *
 * @param atMs epoch ms
 * @returns 0.35 … 1.6, straight between the hours
 */
export function demandLevel(atMs: number): number {
  const hour = ((atMs + 8 * HOUR_MS) % (24 * HOUR_MS)) / HOUR_MS;
  const from = BY_HOUR[Math.floor(hour)] ?? 1;
  const to = BY_HOUR[(Math.floor(hour) + 1) % 24] ?? 1;
  return from + (to - from) * (hour % 1);
}
