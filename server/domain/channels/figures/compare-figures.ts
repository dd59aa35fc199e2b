import type { PublishedRow } from "./types";

/** What a channel lists of an article; null pieces or fen are a number nobody can read. */
type ShownFigure = { stock: number | null; priceFen: number | null };

/**
 * One number that a channel shows otherwise than we said. `shown` is null where it should sell an article and does not list
 * it.
 */
export type Difference = Pick<PublishedRow, "skuId" | "kind" | "wanted"> & {
  shown: number | null;
};
type FoundDifference = Difference & Pick<PublishedRow, "isSettled">;

/**
 * Where a channel shows something else than it should. What is under way to it is no difference, nor is a number nobody can
 * read; an article of which it should sell nothing it need not list.
 *
 * @param shownOf what it lists of an article
 */
export const findDifferences = (
  wanted: readonly PublishedRow[],
  shownOf: (skuId: number) => ShownFigure | undefined,
): FoundDifference[] => wanted.flatMap((want) => differenceOf(want, shownOf(want.skuId)) ?? []);

function differenceOf(want: PublishedRow, there: ShownFigure | undefined): FoundDifference | null {
  const { skuId, kind, wanted, isClean, isSettled } = want;
  if (!isClean) return null;
  if (!there)
    return kind === "stock" && wanted > 0 ? { skuId, kind, wanted, shown: null, isSettled } : null;
  const shown = kind === "stock" ? there.stock : there.priceFen;
  return shown === null || shown === wanted ? null : { skuId, kind, wanted, shown, isSettled };
}

/**
 * Whether a difference is told again without anybody asking. What nobody has touched for a while: a sale there may not have
 * reached us yet. And what the channel lists: told every hour, another would only be refused again.
 */
export const isSafeToTell = ({ isSettled, shown }: FoundDifference): boolean =>
  isSettled && shown !== null;
