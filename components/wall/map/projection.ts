type Place = { lngE6: number; latE6: number };
export type Spot = { x: number; y: number };
export type Frame = { width: number; height: number };
export type Projection = (lng: number, lat: number) => Spot;

/** A single shop, or two next door, still get a neighbourhood around them. */
const SPAN_DEGREES_MIN = 0.12;
const PADDING_SHARE = 0.1;

/**
 * A flat projection that fits the shops into a frame, padded; one degree east is shortened by the latitude.
 * Not the city's outline: a city's far counties would leave the part with shops a thumbnail.
 *
 * @returns degrees → pixels of the frame; null without shops
 */
export function fitPlaces(places: readonly Place[], frame: Frame): Projection | null {
  if (places.length === 0) return null;
  const lngs = places.map(({ lngE6 }) => lngE6 / 1e6);
  const lats = places.map(({ latE6 }) => latE6 / 1e6);
  const lng = rangeOf(lngs);
  const lat = rangeOf(lats);
  const shortening = Math.cos((lat.middle * Math.PI) / 180);
  const room = 1 - 2 * PADDING_SHARE;
  const scale = Math.min(
    (frame.width * room) / (lng.span * shortening),
    (frame.height * room) / lat.span,
  );
  return (atLng, atLat) => ({
    x: frame.width / 2 + (atLng - lng.middle) * shortening * scale,
    y: frame.height / 2 - (atLat - lat.middle) * scale,
  });
}

function rangeOf(values: readonly number[]) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return { middle: (low + high) / 2, span: Math.max(SPAN_DEGREES_MIN, high - low) };
}
