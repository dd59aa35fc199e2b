/** The invented city that the demo, the tests and the benchmarks live in. Same seed, same city. */
import type { TemperatureZone } from "../kernel/goods";

export type DemoStore = {
  /** "S01"…; what channels call the shop is `store_<code lower case>`. */
  code: string;
  name: string;
  district: string;
  lngE6: number;
  latE6: number;
  /** Riders and orders within this distance belong here. */
  radiusMetres: number;
  /** Pickers working at the same time at the peak. */
  pickers: number;
};

export type DemoSku = {
  /** "K0001"…; also the code channels use. */
  code: string;
  barcode: string;
  name: string;
  category: string;
  priceFen: number;
  costFen: number;
  weightGrams: number;
  volumeMl: number;
  zone: TemperatureZone;
  /** Relative demand, ≥ 1; a few are very popular. */
  popularity: number;
};

export type DemoRider = {
  code: string;
  name: string;
  storeCode: string;
  /** Parcels at once. */
  capacity: number;
  /** Has a cold box: may carry chilled and frozen. */
  coldBox: boolean;
};

export type DemoCity = {
  name: string;
  adcode: string;
  stores: DemoStore[];
  skus: DemoSku[];
  riders: DemoRider[];
  /** Pieces on hand at opening, [store code][sku code]. */
  openingStock: (storeCode: string, sku: DemoSku) => number;
};
