import fc from "fast-check";
import { expect, test } from "vitest";
import { asFen } from "@/server/domain/kernel/fen";
import { shareDiscount } from "./share-discount";

const zero = asFen(0);
const amounts = (items: number, merchant: number, platform: number) => ({
  itemsFen: asFen(items),
  merchantDiscountFen: asFen(merchant),
  platformDiscountFen: asFen(platform),
  packageFen: zero,
  deliveryFen: zero,
  paidFen: zero,
});

test("shareDiscount: the lines sum to what was paid for goods, and no line is paid below zero", () => {
  const line = fc.tuple(fc.nat(9_000), fc.nat(1_000));
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.nat(10_000),
      fc.nat(10_000),
      (lines, a, b) => {
        const sold = lines.map(([price, off]) => asFen(Math.max(0, price - off)));
        const list = lines.reduce((sum, [price]) => sum + price, 0);
        const itemOff = list - sold.reduce((sum, fen) => sum + fen, 0);
        const orderOff = Math.min(a, list - itemOff);
        const platform = Math.min(b, itemOff + orderOff);
        const paid = shareDiscount(sold, amounts(list, itemOff + orderOff - platform, platform));
        expect(paid.reduce((sum, fen) => sum + fen, 0)).toBe(list - itemOff - orderOff);
        expect(paid.every((fen, i) => fen >= 0 && fen <= (sold[i] ?? 0))).toBe(true);
      },
    ),
  );
});

test("shareDiscount: what is off one item stays with it", () => {
  expect(shareDiscount([asFen(700), asFen(500)], amounts(1_500, 300, 0))).toEqual([700, 500]);
});
