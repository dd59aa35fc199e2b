import type { ChannelAmounts } from "@/server/domain/channels/message";
import { readFen } from "@/server/domain/channels/reading";
import { asFen, type Fen, splitFen } from "@/server/domain/kernel/fen";

/**
 * What was paid for each line: what it sold for, less its share of what is off the whole order, so that the lines sum
 * to what the buyer paid for goods.
 *
 * @param sold per line after the item's own promotions
 * @throws FieldError where amounts go beyond what an amount can be
 */
export function shareDiscount(sold: readonly Fen[], amounts: ChannelAmounts): Fen[] {
  const { itemsFen, merchantDiscountFen, platformDiscountFen } = amounts;
  const goodsPaid = itemsFen - merchantDiscountFen - platformDiscountFen;
  const off = readFen(sold.reduce((sum, fen) => sum + fen, 0) - goodsPaid, "discount");
  const shares = splitFen(
    off,
    sold.map((fen) => Math.max(0, fen)),
  );
  return sold.map((fen, i) => readFen(fen - (shares[i] ?? 0), "discount"));
}

/** Of an order whose amounts cannot be read: it is kept, and held. */
export const NO_AMOUNTS: ChannelAmounts = {
  itemsFen: asFen(0),
  merchantDiscountFen: asFen(0),
  platformDiscountFen: asFen(0),
  packageFen: asFen(0),
  deliveryFen: asFen(0),
  paidFen: asFen(0),
};
