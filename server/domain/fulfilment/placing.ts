import type { PhoneEvidence } from "../identity";
import type { Demand, Draw, Granted } from "../inventory";
import type { TemperatureZone } from "../kernel/goods";
import type { Instant } from "../kernel/instant";
import { type DeliveryOwner, mayStart, orderLabel, TILL_TAG, type Trade } from "../orders";
import type { PlacedLine, Placement } from "./plan-parcels";

/** What placing needs to know of an article: grams, millilitres and degrees of one sold piece. */
export type PlacedArticle = {
  id: number;
  zone: TemperatureZone;
  weightGrams: number;
  volumeMl: number;
};

/** What placing needs to know of an order, new or not. `unassigned` in ordered pieces, moments in epoch ms. */
export type Placing = {
  row: {
    id: number;
    channel: string;
    daySeq: number | null;
    externalNo: string;
    storeId: number | null;
    trade: Trade;
    deliveryOwner: DeliveryOwner;
    doorKey: string | null;
    promiseFrom: number | null;
    promiseAt: number;
    tags: string[];
    lngE6: number | null;
    latE6: number | null;
  };
  phone: PhoneEvidence;
  surname: string | null;
  /** Somebody has to look at the order first: its money, or an article nobody knows. */
  isHeld: boolean;
  /** It asks for oddly much: it takes nothing from the shelves until somebody has said that it is meant. */
  isDoubted: boolean;
  lines: {
    orderId: number;
    lineNo: number;
    skuId: number | null;
    sku: PlacedArticle | null;
    draws: readonly Draw[];
    unassigned: number;
  }[];
};

type Wishing = Pick<Placing, "row" | "lines" | "isDoubted">;

/**
 * What an order wants of the shelves; nothing until its shop is known. One that is not paid yet holds its goods for a
 * while. What a till sold has left with whoever paid, and is no wish.
 */
export function demandsOf({ row, lines, isDoubted }: Wishing): Demand[] {
  const { storeId, tags } = row;
  if (storeId === null || isDoubted) return [];
  const isGone = tags.includes(TILL_TAG);
  return lines.flatMap(({ orderId, lineNo, skuId, draws, unassigned }) =>
    skuId === null ? [] : [{ orderId, lineNo, storeId, draws, qty: unassigned, isGone }],
  );
}

/** The shelves these orders draw on, as often as they do. */
export const shelvesOf = (placings: readonly Wishing[]): { storeId: number; skuId: number }[] =>
  placings
    .flatMap(demandsOf)
    .flatMap(({ storeId, draws }) => draws.map(({ skuId }) => ({ storeId, skuId })));

/** Of these, the shelves that goods have left already, whatever the books say. */
export const goneFrom = (placings: readonly Wishing[]): { storeId: number; skuId: number }[] =>
  placings
    .flatMap(demandsOf)
    .filter((d) => d.isGone)
    .flatMap(({ storeId, draws }) => draws.map(({ skuId }) => ({ storeId, skuId })));

/**
 * Whether the store may not start on an order yet, with the goods it was granted. One that comes completed needs no store:
 * what ends it follows.
 */
export const isBlocked = (
  { row, isHeld }: Pick<Placing, "row" | "isHeld">,
  grants: readonly Granted[],
): boolean =>
  row.trade === "completed" ||
  !mayStart({
    trade: row.trade,
    review: "approved",
    stock: grants.some((g) => g.granted < g.qty) ? "short" : "reserved",
    holds: isHeld ? 1 : 0,
  });

/**
 * What was promised goes into parcels; what was not stays on the order, unassigned and visible. Goods of an order that is
 * not paid lie in no parcel: they may yet be free again.
 *
 * @param grants of this order
 * @returns null where nothing goes into a parcel
 */
export function placementOf(placing: Placing, grants: readonly Granted[]): Placement | null {
  const { row, phone, surname } = placing;
  const given = new Map(grants.filter((g) => g.granted > 0).map((g) => [g.lineNo, g.granted]));
  if (row.storeId === null || given.size === 0 || row.trade === "pending_payment") return null;
  const lines = placing.lines.flatMap((line): PlacedLine[] => {
    const qty = given.get(line.lineNo);
    if (!qty || !line.sku) return [];
    const { weightGrams, volumeMl, zone, id } = line.sku;
    return [{ lineNo: line.lineNo, skuId: id, qty, zone, weightGrams, volumeMl }];
  });
  return {
    orderId: row.id,
    label: orderLabel(row.channel, row.daySeq, row.externalNo),
    storeId: row.storeId,
    deliveryOwner: row.deliveryOwner,
    doorKey: row.doorKey,
    promiseFrom: row.promiseFrom as Instant | null,
    promiseAt: row.promiseAt as Instant,
    person: { orderId: row.id, phone, surname, tags: row.tags },
    lngE6: row.lngE6,
    latE6: row.latE6,
    blocked: isBlocked(placing, grants),
    held: placing.isHeld,
    lines,
  };
}
