import type { ParcelState } from "../lifecycle";
import { chooseRider, type RiderChoice, type RiderOffer } from "./choose-rider";

/** A parcel that waits for a rider at its store; `zones` are those of its goods, null where none are known. */
export type OpenParcel = { id: number; storeId: number; zones: readonly string[] | null };
export type StoreRider = RiderOffer & { storeId: number };
type Point = { lngE6: number; latE6: number };

export type RiderPick<P extends OpenParcel> = {
  parcel: P;
  state: ParcelState;
  choice: RiderChoice;
};

/** Whether a parcel still needs one of our riders: it is there, not over, not gone, and nobody has it. */
const needsRider = ({ task, status, handedOverAt }: ParcelState): boolean =>
  (task === null || task.status === "carrier_cancelled" || task.status === "pickup_failed") &&
  status !== "cancelled" &&
  handedOverAt === null;

/**
 * Give parcels riders of their stores, one after the other: whoever gets one has less room for the next.
 *
 * @param parcels in the order in which they are served
 * @param world what is locked of parcels, and where stores are
 * @returns those that got one, in their order
 */
export function giveRiders<P extends OpenParcel>(
  parcels: readonly P[],
  riders: readonly StoreRider[],
  {
    parcelOf,
    storeOf,
  }: {
    parcelOf: (id: number) => ParcelState | undefined;
    storeOf: (id: number) => Point | undefined;
  },
): RiderPick<P>[] {
  const given = new Map<number, number>();
  const picks: RiderPick<P>[] = [];
  for (const parcel of parcels) {
    const state = parcelOf(parcel.id);
    const store = storeOf(parcel.storeId);
    if (!state || !store || !needsRider(state)) continue;
    const near = riders
      .filter((r) => r.storeId === parcel.storeId)
      .map((r) => ({ ...r, load: r.load + (given.get(r.id) ?? 0) }));
    const needsColdBox = parcel.zones?.includes("frozen") ?? false;
    const choice = chooseRider({ ...store, needsColdBox }, near);
    if (!choice) continue;
    given.set(choice.riderId, (given.get(choice.riderId) ?? 0) + 1);
    picks.push({ parcel, state, choice });
  }
  return picks;
}
