/** A parcel that needs a rider and a rider who could take it. Points in GCJ-02 micro-degrees. */
export type ParcelNeed = { needsColdBox: boolean; lngE6: number; latE6: number };
export type RiderOffer = {
  id: number;
  name: string;
  capacity: number;
  load: number;
  coldBox: boolean;
  lngE6: number | null;
  latE6: number | null;
};
export type RiderChoice = { riderId: number; metres: number; sentence: string };

/** One parcel more on the back costs about as much as so many metres of way. */
const METRES_PER_PARCEL = 600;

/**
 * The nearest rider with room and the right box.
 *
 * @param parcel where it is picked up
 * @returns null with nobody to take it; ties go to the lower id, so a replay chooses the same
 * @source reference/dispatch.md; the planner of a later issue replaces the choice, not its shape
 */
export function chooseRider(parcel: ParcelNeed, riders: readonly RiderOffer[]): RiderChoice | null {
  let best: { rider: RiderOffer; metres: number; cost: number } | null = null;
  for (const rider of riders) {
    if (rider.load >= rider.capacity || (parcel.needsColdBox && !rider.coldBox)) continue;
    const metres =
      rider.lngE6 === null || rider.latE6 === null
        ? 3_000
        : distanceMetres(parcel, { lngE6: rider.lngE6, latE6: rider.latE6 });
    const cost = metres + rider.load * METRES_PER_PARCEL;
    if (best === null || cost < best.cost || (cost === best.cost && rider.id < best.rider.id))
      best = { rider, metres, cost };
  }
  if (best === null) return null;
  const box = parcel.needsColdBox ? "，有冷链箱" : "";
  const sentence = `${best.rider.name} 距门店 ${best.metres} 米，手上 ${best.rider.load} 单${box}`;
  return { riderId: best.rider.id, metres: best.metres, sentence };
}

const METRES_PER_DEGREE = 111_320;
/** cos(30.25°): the city lies on one latitude, so a plane is exact to a few metres. */
const LNG_SCALE = 0.8638;

/** Distance on the ground in metres, good to a per mille within a city around Hangzhou's latitude. */
export function distanceMetres(
  a: { lngE6: number; latE6: number },
  b: { lngE6: number; latE6: number },
): number {
  const dx = ((a.lngE6 - b.lngE6) / 1e6) * METRES_PER_DEGREE * LNG_SCALE;
  const dy = ((a.latE6 - b.latE6) / 1e6) * METRES_PER_DEGREE;
  return Math.round(Math.hypot(dx, dy));
}
