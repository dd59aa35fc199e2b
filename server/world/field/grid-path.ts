/** A place in GCJ-02 micro-degrees. */
export type Place = { lngE6: number; latE6: number };

/** At 30° north. */
const METRES_PER_E6_LAT = 0.111;
const METRES_PER_E6_LNG = 0.0961;

/** Along streets that run east–west and north–south. */
export function streetMetres(from: Place, to: Place): number {
  return (
    Math.abs(to.lngE6 - from.lngE6) * METRES_PER_E6_LNG +
    Math.abs(to.latE6 - from.latE6) * METRES_PER_E6_LAT
  );
}

/** So many metres further towards a place: first along the longitude, then the latitude. Ends at the place. */
export function moveTowards(from: Place, to: Place, metres: number): Place {
  const east = (to.lngE6 - from.lngE6) * METRES_PER_E6_LNG;
  const eastGo = clamp(east, metres);
  const left = metres - Math.abs(eastGo);
  const north = (to.latE6 - from.latE6) * METRES_PER_E6_LAT;
  const northGo = clamp(north, left);
  return {
    lngE6: eastGo === east ? to.lngE6 : from.lngE6 + Math.round(eastGo / METRES_PER_E6_LNG),
    latE6: northGo === north ? to.latE6 : from.latE6 + Math.round(northGo / METRES_PER_E6_LAT),
  };
}

function clamp(way: number, most: number): number {
  return Math.max(-most, Math.min(most, way));
}
