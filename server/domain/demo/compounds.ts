import type { DemoCompound } from "@/server/domain/demo/household-types";
import { present } from "../kernel/assert";
import type { Rng } from "../kernel/rng";
import type { DemoCity } from "./types";

const FIRST = [
  "星光",
  "云溪",
  "桂语",
  "望江",
  "青枫",
  "金荷",
  "听澜",
  "东篱",
  "临湖",
  "晴川",
  "松涛",
  "月桂",
];
const LAST = ["花园", "雅苑", "公馆", "华庭", "家园"];
const ROADS = [
  "荷风路",
  "云栈路",
  "竹影街",
  "望潮路",
  "青石巷",
  "桂子路",
  "听雨街",
  "和顺路",
  "春晓路",
  "莲塘路",
];
/** At 30° north: micro-degrees in a metre, times ten. */
const LAT_PER_METRE_X10 = 90;
const LNG_PER_METRE_X10 = 104;

/**
 * The 60 residential compounds of the city, five around each shop.
 *
 * Names share their first or second half on purpose (星光花园, 星光华庭): a merge must not take one for the other.
 *
 * @returns ids C01 to C60, each 300 to 1 500 m from its shop
 */
export function demoCompounds(city: DemoCity, rng: Rng): DemoCompound[] {
  return FIRST.flatMap((first) => LAST.map((last) => first + last)).map((name, index) => {
    const store = present(city.stores[index % city.stores.length], "a shop");
    return {
      id: `C${String(index + 1).padStart(2, "0")}`,
      name,
      storeCode: store.code,
      district: store.district,
      road: rng.pick(ROADS),
      roadNo: 1 + rng.int(380),
      ...movedBy(store, { eastMetres: someway(rng), northMetres: someway(rng) }),
    };
  });
}

/**
 * A point so many metres east and north of another, near 30° north.
 *
 * @param from micro-degrees
 */
export function movedBy(
  from: { lngE6: number; latE6: number },
  way: { eastMetres: number; northMetres: number },
): { lngE6: number; latE6: number } {
  return {
    lngE6: from.lngE6 + Math.round((way.eastMetres * LNG_PER_METRE_X10) / 10),
    latE6: from.latE6 + Math.round((way.northMetres * LAT_PER_METRE_X10) / 10),
  };
}

/** 220 to 1 050 m to one side. */
function someway(rng: Rng): number {
  return (220 + rng.int(831)) * (rng.chance(5_000) ? 1 : -1);
}
