import type { Figure, FigureRefusal } from "@/server/ports/figures";

/** Pieces that 美团 and 饿了么 show at most. @source docs/domain/channels.md#limits-of-stock-and-price-calls */
export const STOCK_MAX = 99_999;

/** The code of a refusal that is ours: the article was not sent, because the whole call would have failed with it. */
const NOT_SENT = "NOT_SENT";

/**
 * Set aside what a channel cannot be told.
 *
 * @param whyNot the reason for people, or null when the figure may be sent
 */
export function siftFigures(
  figures: readonly Figure[],
  whyNot: (figure: Figure) => string | null,
): { fit: Figure[]; refused: FigureRefusal[] } {
  const fit: Figure[] = [];
  const refused: FigureRefusal[] = [];
  for (const figure of figures) {
    const text =
      Number.isSafeInteger(figure.value) && figure.value >= 0
        ? whyNot(figure)
        : "应为不小于零的整数";
    if (text === null) fit.push(figure);
    else refused.push({ externalSku: figure.externalSku, code: NOT_SENT, text });
  }
  return { fit, refused };
}
