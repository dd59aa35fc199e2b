import type { Model } from "./model";

/** Whether a batch changes neither a parcel nor anybody in it: new orders may join only what stands still. */
export function isUntouched({ effects, parcels }: Model, parcelId: number): boolean {
  const { changedOrders, changedParcels } = effects;
  // Who has left it is none of those in it.
  const lines = (parcels.get(parcelId)?.lines ?? []).filter((l) => l.qty > l.cancelled);
  return !changedParcels.has(parcelId) && !lines.some((l) => changedOrders.has(l.orderId));
}
