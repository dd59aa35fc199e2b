/** One shelf as somebody counted it, beside what the books said at the same position of the ledger. */
type Counted = {
  skuId: number;
  /** What lies there, picked goods included, base units. */
  reported: number;
  /** opening + Σ of the moves the sender had applied. */
  booked: number;
  /** Value of one base unit, in thousandths of a fen, so that a gram has one. */
  unitMilliFen: number;
};

export type Variance = {
  skuId: number;
  /** Added to the books to make them right as of that position; moves since then stay. */
  diff: number;
  /** Too large to be believed without a second look: sale stops and somebody counts. */
  isSuspicious: boolean;
};

/** A difference is suspicious above so many pieces or such a part, whichever is more, or above such a value. */
const SUSPICIOUS = { pieces: 5, bps: 500, valueFen: 50_000 };

/**
 * Compare a count with the books as of the same position, not with the books of now.
 *
 * @param isTrusted a person stood before the shelf: believed whatever the difference
 * @param portion base units of a piece, so that 5 pieces of weighed goods are 5 portions
 * @source docs/domain/stock.md#reports
 */
export function compareCount(counted: Counted, isTrusted: boolean, portion = 1): Variance | null {
  const diff = counted.reported - counted.booked;
  if (diff === 0) return null;
  const size = Math.abs(diff);
  const most = Math.max(
    SUSPICIOUS.pieces * portion,
    (Math.abs(counted.booked) * SUSPICIOUS.bps) / 10_000,
  );
  const valueFen = (size * counted.unitMilliFen) / 1_000;
  const isSuspicious = !isTrusted && (size > most || valueFen > SUSPICIOUS.valueFen);
  return { skuId: counted.skuId, diff, isSuspicious };
}
