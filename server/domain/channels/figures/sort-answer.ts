import type { ClaimedFigure } from "./types";

/** Delays are counted by these bounds, ms; longer ones in the last. */
const BUCKETS = [250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 600_000];
const LONGEST = 600_000;
/** Where those are counted that did not arrive. */
const FAILED = 0;

/** A number as it was told, under the channel's name of the article. */
export type NamedFigure = { row: ClaimedFigure; name: string };
/** What a channel did not take, in its own words. */
type FigureFault = { externalSku: string; code: string; text: string };

/**
 * How long changes took to reach a channel, counted by bounds.
 *
 * @param delays milliseconds
 * @param failed numbers that did not arrive
 * @returns how many, by the bound in milliseconds; failures at 0
 */
export function countDelays(delays: readonly number[], failed: number): Map<number, number> {
  const buckets = new Map<number, number>();
  for (const ms of delays) {
    const bucket = BUCKETS.find((b) => ms <= b) ?? LONGEST;
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  if (failed > 0) buckets.set(FAILED, failed);
  return buckets;
}

/** What a channel took of a call, and what not, by why: its code, then its words. */
export function sortAnswer(
  told: readonly NamedFigure[],
  faults: readonly FigureFault[],
): { taken: ClaimedFigure[]; refused: Map<string, ClaimedFigure[]> } {
  const byName = new Map(faults.map((f) => [f.externalSku, f]));
  const taken: ClaimedFigure[] = [];
  const refused = new Map<string, ClaimedFigure[]>();
  for (const { row, name } of told) {
    const fault = byName.get(name);
    if (!fault) {
      taken.push(row);
      continue;
    }
    const words = `${fault.code} ${fault.text}`;
    refused.set(words, [...(refused.get(words) ?? []), row]);
  }
  return { taken, refused };
}
