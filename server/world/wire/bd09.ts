const X_PI = (Math.PI * 3_000) / 180;

/** GCJ-02 to Baidu's BD-09, degrees: 饿了么's `coord` is in the latter. */
export function bd09(longitude: number, latitude: number): { longitude: number; latitude: number } {
  const z = Math.hypot(longitude, latitude) + 0.00002 * Math.sin(latitude * X_PI);
  const theta = Math.atan2(latitude, longitude) + 0.000003 * Math.cos(longitude * X_PI);
  return {
    longitude: six(z * Math.cos(theta) + 0.0065),
    latitude: six(z * Math.sin(theta) + 0.006),
  };
}

function six(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
