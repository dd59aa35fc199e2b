import type { Instant } from "@/server/domain/kernel/instant";
import { refreshOrder } from "../axes/refresh";
import { isLive } from "../axes/stock";
import { emit, raise } from "../effects";
import type { LineState, Model, OrderState, ParcelState } from "../model";
import { endShared } from "../parcels/end-shared";
import { type PiecesByParcel, tellParcels } from "../parcels/leave-parcels";
import { PARCEL_WAY } from "../parcels/parcel-steps";
import { priceOf } from "../refunds/owed";
import { giveBack, recountParcel, releaseHeld } from "./goods";

/** The picker has not finished: goods may still be taken out. */
const isOnShelf = (parcel: ParcelState): boolean => {
  const at = PARCEL_WAY.indexOf(parcel.status);
  return at >= 0 && at < PARCEL_WAY.indexOf("picked");
};

/**
 * Goods that were promised to a line turn out not to be there. They leave its parcels and lie nowhere: the order is short,
 * and people or time decide. Picked goods stay.
 *
 * @param pieces ordered pieces, > 0
 * @returns pieces taken back
 */
export function loseGoods(
  model: Model,
  { line, storeId, pieces, at }: { line: LineState; storeId: number; pieces: number; at: Instant },
): number {
  let left = pieces;
  for (const parcel of model.parcels.values()) {
    if (left === 0 || parcel.storeId !== storeId || !isOnShelf(parcel)) continue;
    const taken = takeFrom(parcel, line, left);
    left -= taken;
    // One that loses nothing stands still: of who is in it not everybody need be loaded.
    if (taken > 0) recountParcel(model, parcel, at);
  }
  const lost = pieces - left;
  if (lost > 0)
    giveBack(model, line, {
      pieces: lost,
      which: (r) => r.storeId === storeId && r.state !== "held",
    });
  return lost;
}

/** Pieces of a line out of one parcel: they lie nowhere. @returns how many, at most `most` */
function takeFrom(parcel: ParcelState, line: LineState, most: number): number {
  let left = most;
  for (const part of parcel.lines) {
    if (part.orderId !== line.orderId || part.lineNo !== line.lineNo) continue;
    const take = Math.min(left, part.qty - part.cancelled - part.fulfilled);
    if (take <= 0) continue;
    part.cancelled += take;
    line.open -= take;
    line.unassigned += take;
    left -= take;
  }
  return most - left;
}

type Told = {
  losses: readonly Loss[];
  plan: Record<string, unknown>;
  at: Instant;
  before?: PiecesByParcel | undefined;
};
export type Loss = { lineNo: number; storeId: number; skuId: number; pieces: number };

/**
 * Tell an order's history and people that it lost goods.
 *
 * @param told `plan`: what is proposed for each loss, as the case shows it; `before`: its pieces by parcel, so that terminals hear
 */
export function tellLoss(
  model: Model,
  order: OrderState,
  { losses, plan, at, before }: Told,
): void {
  const lost = losses.reduce((sum, l) => sum + l.pieces, 0);
  // All that it misses: of what it lost before there may be an open case, which grows.
  const missing = order.lines.filter((l) => l.skuId !== null && l.unassigned > 0);
  const pieces = missing.reduce((sum, l) => sum + l.unassigned, 0);
  const riskFen = missing.reduce((sum, l) => sum + priceOf(l, l.unassigned), 0);
  refreshOrder(model, order);
  emit(model, order, { kind: "order.oversold", at, payload: { missing: lost } });
  raise(model, order, {
    at,
    code: "OVERSOLD",
    cause: `超卖：实物少于已承诺，缺 ${pieces} 件`,
    riskFen,
    minutes: 5,
    data: { ...plan, losses },
  });
  if (before) tellParcels(model, order, { before, at });
  endShared(model, order, at);
}

/** The time to pay is over, or the goods are gone: what an unpaid order held is free. @returns whether it held anything */
export function endHeld(
  model: Model,
  order: OrderState,
  { why, at }: { why: string; at: Instant },
): boolean {
  if (!order.lines.some((l) => l.reservations.some((r) => isLive(r) && r.state === "held")))
    return false;
  releaseHeld(model, order);
  refreshOrder(model, order);
  emit(model, order, { kind: "order.hold_ended", at, payload: { why } });
  return true;
}
