import { FULFIL, type Fulfil } from "../../orders";

const progress = (status: Fulfil): number => FULFIL.indexOf(status);

/** The parcel that speaks for an order: the least advanced of its live ones. */
export function leadOf<P extends { id: number; status: Fulfil }>(parcels: readonly P[]): P | null {
  let lead: P | null = null;
  for (const parcel of parcels)
    if (lead === null || progress(parcel.status) < progress(lead.status)) lead = parcel;
  return lead;
}
