/** A parcel that needs a rider and a rider who could take it. Points in GCJ-02 micro-degrees. */
type ParcelNeed = { needsColdBox: boolean; lngE6: number; latE6: number };
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
 * @source docs/domain/lifecycle.md#rider-choice
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
const RADIANS_PER_E6 = Math.PI / 180 / 1e6;

/**
 * Distance on the ground in whole metres, at any latitude away from the poles.
 *
 * A plane whose degrees of longitude are as wide as midway between the two points: within 0.2 % of the great circle
 * for points up to 50 km apart.
 *
 * @param a point in micro-degrees, as is `b`; the two on one side of the 180th meridian
 */
export function distanceMetres(
  a: { lngE6: number; latE6: number },
  b: { lngE6: number; latE6: number },
): number {
  const width = Math.cos(((a.latE6 + b.latE6) / 2) * RADIANS_PER_E6);
  const dx = ((a.lngE6 - b.lngE6) / 1e6) * METRES_PER_DEGREE * width;
  const dy = ((a.latE6 - b.latE6) / 1e6) * METRES_PER_DEGREE;
  return Math.round(Math.hypot(dx, dy));
}
