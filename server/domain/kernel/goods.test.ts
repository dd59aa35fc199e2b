import { expect, test } from "vitest";
import { parcelClass, TEMPERATURE_ZONES, zonesTravelTogether } from "./goods";

test("zonesTravelTogether: symmetric, reflexive, and frozen or live never with anything else", () => {
  for (const a of TEMPERATURE_ZONES) {
    expect(zonesTravelTogether(a, a)).toBe(true);
    for (const b of TEMPERATURE_ZONES)
      expect(zonesTravelTogether(a, b)).toBe(zonesTravelTogether(b, a));
  }
  expect(zonesTravelTogether("ambient", "chilled")).toBe(true);
  expect(zonesTravelTogether("chilled", "frozen")).toBe(false);
  expect(zonesTravelTogether("live", "ambient")).toBe(false);
});

test("parcelClass: three kinds of box", () => {
  expect(TEMPERATURE_ZONES.map(parcelClass)).toEqual(["regular", "regular", "frozen", "live"]);
});
