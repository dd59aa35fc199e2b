import { FULFIL, type Fulfil } from "../../orders";

const progress = (status: Fulfil): number => FULFIL.indexOf(status);

/** The parcel that speaks for an order: the least advanced of its live ones, the oldest of equals. */
export function leadOf<P extends { id: number; status: Fulfil }>(parcels: readonly P[]): P | null {
  let lead: P | null = null;
  for (const parcel of parcels) if (lead === null || isBefore(parcel, lead)) lead = parcel;
  return lead;
}

function isBefore(a: { id: number; status: Fulfil }, b: { id: number; status: Fulfil }): boolean {
  const steps = progress(a.status) - progress(b.status);
  return steps < 0 || (steps === 0 && a.id < b.id);
}
