/** Temperature zones 温区: 常温 / 冷藏 / 冷冻 / 活鲜. */
export const TEMPERATURE_ZONES = ["ambient", "chilled", "frozen", "live"] as const;
export type TemperatureZone = (typeof TEMPERATURE_ZONES)[number];

/**
 * Whether goods of two zones may lie in one parcel.
 *
 * Chilled and ambient may share a bag with an ice pack; frozen and live need boxes of their own.
 *
 * @source docs/domain/lifecycle.md#temperature
 */
export function zonesTravelTogether(a: TemperatureZone, b: TemperatureZone): boolean {
  return parcelClass(a) === parcelClass(b);
}

/**
 * The kind of box a zone needs: lines of one class may share a fulfilment order.
 *
 * @returns "regular" (ambient and chilled), "frozen" or "live"
 */
export function parcelClass(zone: TemperatureZone): ParcelClass {
  if (zone === "frozen" || zone === "live") return zone;
  return "regular";
}

export type ParcelClass = "regular" | "frozen" | "live";
