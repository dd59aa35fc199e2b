const UNIT_OR_ROOM =
  /[\s,，-]*(?:\d+\s*单元|[A-Z\d一二三四五六七八九十]+单元|\d{3,5}\s*室|-\d{3,5}\b|\d{3,5}$).*$/u;

/**
 * A masked address once more, before anybody sees it: compound and building stay, unit, room and what a buyer wrote
 * after it never do, however the address was taken apart.
 */
export function shownAddress(masked: string | null): string | null {
  if (masked === null) return null;
  return masked.replace(UNIT_OR_ROOM, "").trim() || null;
}
