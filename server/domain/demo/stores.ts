import type { DemoStore } from "./types";

/** Name, district, micro-degrees (GCJ-02), pickers at the peak, one store a row; the order gives the code. */
const ROWS: readonly (readonly [string, string, number, number, number])[] = [
  ["城西银泰店", "拱墅区", 120_104_600, 30_298_700, 10],
  ["文三路店", "西湖区", 120_128_400, 30_278_300, 9],
  ["黄龙店", "西湖区", 120_136_900, 30_268_800, 8],
  ["古墩路店", "西湖区", 120_091_200, 30_292_100, 8],
  ["武林店", "拱墅区", 120_163_500, 30_275_600, 9],
  ["拱宸桥店", "拱墅区", 120_141_300, 30_320_900, 7],
  ["湖滨店", "上城区", 120_165_800, 30_254_200, 7],
  ["四季青店", "上城区", 120_196_700, 30_258_900, 8],
  ["钱江新城店", "上城区", 120_211_900, 30_247_100, 9],
  ["滨江星光店", "滨江区", 120_208_600, 30_208_400, 8],
  ["未来科技城店", "余杭区", 120_020_300, 30_278_800, 8],
  ["钱江世纪城店", "萧山区", 120_249_800, 30_238_500, 6],
];

/** The twelve shops of the demo city, S01 to S12, most of them within 8 km of each other. */
export const DEMO_STORES: readonly DemoStore[] = ROWS.map(
  ([name, district, lngE6, latE6, pickers], index) => ({
    code: `S${String(index + 1).padStart(2, "0")}`,
    name,
    district,
    lngE6,
    latE6,
    radiusMetres: 3_000,
    pickers,
  }),
);
