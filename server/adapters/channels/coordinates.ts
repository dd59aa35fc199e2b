import gcoord from "gcoord";

/**
 * Any datum a platform speaks to GCJ-02 micro-degrees.
 *
 * @param datum "GCJ02" (or unnamed: what Chinese platforms send), "BD09", "WGS84"; numbers over 1 000 are micro-degrees already
 * @returns null when there is no point or the datum is not known: an unknown one is no evidence
 */
export function toGcj02(
  lng: number,
  lat: number,
  datum: string,
): { lngE6: number; latE6: number } | null {
  const scale = Math.abs(lng) > 1000 ? 1e6 : 1;
  const [x, y] = [lng / scale, lat / scale];
  if (!Number.isFinite(x) || !Number.isFinite(y) || x < 70 || x > 140 || y < 0 || y > 60)
    return null;
  const point = convert(x, y, datum.toUpperCase().replace(/[^A-Z0-9]/g, ""));
  return point && { lngE6: Math.round(point[0] * 1e6), latE6: Math.round(point[1] * 1e6) };
}

function convert(x: number, y: number, datum: string): [number, number] | null {
  if (datum === "" || datum === "GCJ02") return [x, y];
  if (datum === "BD09")
    return gcoord.transform([x, y], gcoord.BD09, gcoord.GCJ02) as [number, number];
  if (datum === "WGS84")
    return gcoord.transform([x, y], gcoord.WGS84, gcoord.GCJ02) as [number, number];
  return null;
}
