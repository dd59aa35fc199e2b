import { inventName } from "@/server/domain/demo/names";
import { type Rng, seededRng } from "../kernel/rng";
import { demoCatalogue } from "./catalogue";
import { DEMO_STORES } from "./stores";
import type { DemoCity, DemoRider, DemoSku, DemoStore } from "./types";

/** Of ten thousand shelf places, so many are nearly empty at opening. */
const SHALLOW_BPS = 60;

/**
 * The demo city: 杭州, 12 shops, 600 articles, about six riders a shop. Same seed, same city.
 *
 * @param seed any integer
 */
export function demoCity(seed: number): DemoCity {
  const rng = seededRng(seed).fork("city");
  const stores = DEMO_STORES.map((store) => ({ ...store }));
  return {
    name: "杭州市",
    adcode: "330100",
    stores,
    skus: demoCatalogue(rng.fork("catalogue")),
    riders: inventRiders(stores, rng.fork("riders")),
    openingStock: (storeCode, sku) => openingPieces({ seed, storeCode, sku }),
  };
}

function inventRiders(stores: readonly DemoStore[], rng: Rng): DemoRider[] {
  return stores.flatMap((store) =>
    Array.from({ length: Math.max(5, store.pickers - 3) }, (_, index) => ({
      code: `R${store.code.slice(1)}${String(index + 1).padStart(2, "0")}`,
      name: inventName(rng.chance(8_500) ? "male" : "female", rng),
      storeCode: store.code,
      capacity: 4 + rng.int(3),
      // The first two of each shop always have a cold box, so that frozen goods never wait for want of one.
      coldBox: index < 2 || rng.chance(5_000),
    })),
  );
}

/** Drawn from the seed, shop and article alone, so that it doesn't matter in which order places are asked for. */
function openingPieces(at: { seed: number; storeCode: string; sku: DemoSku }): number {
  const rng = seededRng(at.seed).fork(`stock ${at.storeCode} ${at.sku.code}`);
  if (rng.chance(SHALLOW_BPS)) return rng.int(6);
  const base = at.sku.zone === "live" ? 20 : 60;
  return base + rng.int(base) + at.sku.popularity * 25;
}
