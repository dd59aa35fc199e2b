import type { Model } from "./model";

/** Whether a batch changes neither a parcel nor anybody in it: new orders may join only what stands still. */
export function isUntouched({ effects, parcels }: Model, parcelId: number): boolean {
  const { changedOrders, changedParcels } = effects;
  const lines = parcels.get(parcelId)?.lines ?? [];
  return !changedParcels.has(parcelId) && !lines.some((l) => changedOrders.has(l.orderId));
}
