import { useEffect, useState } from "react";

type Ring = [number, number][];
export type Outline = { name: string; rings: Ring[] }[];

type GeoFile = {
  features: {
    properties: { name: string };
    geometry: { coordinates: Ring[][] };
  }[];
};

/** The city's districts; empty until loaded, and when there is no file for the city. */
export function useOutline(adcode: string): Outline {
  const [outline, setOutline] = useState<Outline>([]);
  useEffect(() => {
    const gone = new AbortController();
    const load = async () => {
      const response = await fetch(`/geo/${encodeURIComponent(adcode)}.json`, {
        signal: gone.signal,
      });
      if (!response.ok) return;
      const { features } = (await response.json()) as GeoFile;
      setOutline(
        features.map(({ properties, geometry }) => ({
          name: properties.name,
          rings: geometry.coordinates.flat(),
        })),
      );
    };
    // Shops and riders are shown without districts when the outline cannot be had.
    load().catch(() => undefined);
    return () => gone.abort();
  }, [adcode]);
  return outline;
}
