import type { Instant } from "@/server/domain/kernel/instant";
import { emit, parcelsOf, raise } from "../effects";
import { hasLeft, recountParcel } from "../goods/goods";
import type { Model, OrderState, ParcelState } from "../model";

/** From here on somebody has the goods in his hands: what is taken out of the order has to be taken out of the bag. */
const PICKING_ON = new Set(["picking", "short_picked", "picked", "packed", "ready"]);

/** Pieces of an order by parcel, to see later what has left. */
export type PiecesByParcel = ReadonlyMap<number, number>;

export const piecesByParcel = (model: Model, order: OrderState): PiecesByParcel =>
  new Map(parcelsOf(model, order).map((parcel) => [parcel.id, piecesOf(parcel, order)]));

function piecesOf(parcel: ParcelState, order: OrderState): number {
  const mine = parcel.lines.filter((l) => l.orderId === order.id);
  return mine.reduce((sum, l) => sum + l.qty - l.cancelled, 0);
}

type Leaving = { before: PiecesByParcel; at: Instant; why: string };

/**
 * After pieces were taken out: parcels that have less in them are counted again, and what is in somebody's hands is a case.
 * Others that the order lay in once may be here without everybody in them.
 */
export function leaveParcels(model: Model, order: OrderState, { before, at, why }: Leaving): void {
  for (const parcel of parcelsOf(model, order)) {
    if (parcel.status === "cancelled" || hasLeft(parcel)) continue;
    const isLess = piecesOf(parcel, order) < (before.get(parcel.id) ?? 0);
    if (!isLess || recountParcel(model, parcel, at) || !PICKING_ON.has(parcel.status)) continue;
    raise(model, order, {
      at,
      code: "MERGED_MEMBER_CANCELLED",
      cause: `${why}，需从包裹中取出`,
      riskFen: order.paidFen,
      parcel,
      minutes: 3,
    });
  }
}

/** Store terminals hear of parcels: one word for each that has less in it than before. */
export function tellParcels(
  model: Model,
  order: OrderState,
  { before, at }: { before: PiecesByParcel; at: Instant },
): void {
  for (const parcel of parcelsOf(model, order)) {
    const pieces = (before.get(parcel.id) ?? 0) - piecesOf(parcel, order);
    if (pieces <= 0) continue;
    const kind = parcel.status === "cancelled" ? "parcel.cancelled" : "parcel.reduced";
    emit(model, order, { kind, at, payload: { pieces }, parcel });
  }
}
