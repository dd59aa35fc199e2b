import type { DemoSku } from "@/server/domain/demo/types";
import { present } from "@/server/domain/kernel/assert";
import { asFen, splitFen } from "@/server/domain/kernel/fen";
import type { Rng } from "@/server/domain/kernel/rng";
import { platformOn } from "../platform/platforms";
import type { Amounts, Discount, OrderChannel, WorldLine } from "./order";

/** From this popularity on an article is hot: promotions multiply it. */
const HOT_FROM = 60;

/** Draws articles by popularity. */
export type Shelf = { draw(rng: Rng): DemoSku };

export function shelfOf(skus: readonly DemoSku[], hotFactor = 1): Shelf {
  let total = 0;
  const upTo = skus.map((sku) => {
    total += sku.popularity * (sku.popularity >= HOT_FROM ? hotFactor : 1);
    return total;
  });
  return { draw: (rng) => present(skus[firstAbove(upTo, rng.int(total))], "an article") };
}

function firstAbove(upTo: readonly number[], mark: number): number {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] ?? 0) > mark) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Basket = {
  lines: readonly WorldLine[];
  amounts: Amounts;
  discount: Discount | null;
};

/**
 * What somebody buys in one go, and what it costs on that channel. Every sum holds by construction.
 *
 * @param at.piecesOf what the channel shows of an article: nobody buys more; null where it shows no number
 * @returns null when nothing that somebody looked for is to be had
 */
export function fillBasket(
  shelf: Shelf,
  channel: OrderChannel,
  {
    rng,
    at,
  }: { rng: Rng; at: { isDelivered: boolean; piecesOf: (sku: DemoSku) => number | null } },
): Basket | null {
  const { isDelivered } = at;
  const bare = findLines(shelf, channel, { rng, piecesOf: at.piecesOf });
  if (bare.length === 0) return null;
  const itemsFen = sum(bare.map((line) => line.unitPriceFen * line.qty));
  const discount = drawDiscount(bare, itemsFen, { channel, rng });
  const offFen = discount === null ? 0 : discountFen(discount, bare, itemsFen);
  const platformFen = platformOn(channel).isForeign ? Math.floor((offFen * rng.int(50)) / 100) : 0;
  const offs = lineDiscounts(discount, bare, offFen);
  const lines = bare.map((line, i) => ({
    ...line,
    paidFen: line.unitPriceFen * line.qty - (offs[i] ?? 0),
  }));
  const packageFen = platformOn(channel).isForeign ? 100 : 0;
  const deliveryFen = isDelivered ? deliveryFenOf(channel, itemsFen) : 0;
  const amounts = {
    itemsFen,
    packageFen,
    deliveryFen,
    discountMerchantFen: offFen - platformFen,
    discountPlatformFen: platformFen,
    paidFen: itemsFen - offFen + packageFen + deliveryFen,
  };
  return { lines, amounts, discount };
}

type BareLine = Omit<WorldLine, "paidFen">;

/** Somebody who finds nothing looks for other things, a few times. */
const LOOKS = 4;

function findLines(
  shelf: Shelf,
  channel: OrderChannel,
  { rng, piecesOf }: { rng: Rng; piecesOf: (sku: DemoSku) => number | null },
): BareLine[] {
  for (let look = 0; look < LOOKS; look += 1) {
    const lines = drawLines(shelf, channel, rng)
      .map((line) => ({ ...line, qty: Math.min(line.qty, piecesOf(line.sku) ?? line.qty) }))
      .filter((line) => line.qty > 0)
      .map((line, index) => ({ ...line, lineId: String(index + 1) }));
    if (lines.length > 0) return lines;
  }
  return [];
}

function drawLines(shelf: Shelf, channel: OrderChannel, rng: Rng): BareLine[] {
  const most = channel === "group" ? 3 : 6;
  const wanted = 1 + Math.min(rng.int(most), rng.int(most + 1));
  const chosen = new Map<string, DemoSku>();
  for (let i = 0; i < wanted; i += 1) {
    const sku = shelf.draw(rng);
    chosen.set(sku.code, sku);
  }
  return [...chosen.values()].map((sku, index) => ({
    lineId: String(index + 1),
    sku,
    qty: rng.chance(6_500) ? 1 : 1 + rng.int(3),
    unitPriceFen: sku.priceFen,
  }));
}

function drawDiscount(
  lines: readonly BareLine[],
  itemsFen: number,
  { channel, rng }: { channel: OrderChannel; rng: Rng },
): Discount | null {
  if (channel === "group" || !rng.chance(channel === "pos" ? 1_500 : 5_500)) return null;
  if (itemsFen >= 3_000 && rng.chance(5_000)) return { kind: "order" };
  const lineIndex = rng.int(lines.length);
  const price = lines[lineIndex]?.unitPriceFen ?? 0;
  const perPieceFen = Math.floor((price * (5 + rng.int(20))) / 1_000) * 10;
  return perPieceFen > 0 ? { kind: "item", lineIndex, perPieceFen } : null;
}

/** 满30减3, 满59减8, 满99减15. */
function discountFen(discount: Discount, lines: readonly BareLine[], itemsFen: number): number {
  if (discount.kind === "item") return discount.perPieceFen * (lines[discount.lineIndex]?.qty ?? 0);
  if (itemsFen >= 9_900) return 1_500;
  return itemsFen >= 5_900 ? 800 : 300;
}

function lineDiscounts(
  discount: Discount | null,
  lines: readonly BareLine[],
  offFen: number,
): number[] {
  if (discount?.kind === "item") {
    return lines.map((_, i) => (i === discount.lineIndex ? offFen : 0));
  }
  return splitFen(
    asFen(offFen),
    lines.map((line) => line.unitPriceFen * line.qty),
  );
}

function deliveryFenOf(channel: OrderChannel, itemsFen: number): number {
  if (platformOn(channel).isForeign) return 500;
  return itemsFen >= 3_900 || channel === "group" ? 0 : 500;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
