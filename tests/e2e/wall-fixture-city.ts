/** The made-up city of the wall fixture: its channels, shops and the decisions that scroll by. */

export const channels = [
  { code: "meituan", name: "美团", perMinute: 168, lagMs: 900 },
  { code: "eleme", name: "饿了么", perMinute: 96, lagMs: 1_300 },
  { code: "app", name: "APP", perMinute: 74, lagMs: 200 },
  { code: "mini", name: "小程序", perMinute: 58, lagMs: 300 },
  { code: "pos", name: "门店POS", perMinute: 12, lagMs: 100 },
  { code: "group", name: "社区团购", perMinute: 6, lagMs: 600 },
];

export const stores: [string, string, number, number][] = [
  ["S01", "城西银泰店", 120.1035, 30.2998],
  ["S02", "滨江宝龙店", 120.2128, 30.1869],
  ["S03", "下沙金沙店", 120.3302, 30.3089],
  ["S04", "武林广场店", 120.1634, 30.2741],
  ["S05", "湖滨店", 120.1601, 30.2552],
  ["S06", "钱江新城店", 120.2125, 30.2461],
  ["S07", "拱墅万达店", 120.1418, 30.3421],
  ["S08", "西溪店", 120.0702, 30.2702],
  ["S09", "古墩路店", 120.0955, 30.3241],
  ["S10", "临平银泰店", 120.2981, 30.4162],
  ["S11", "萧山万象汇店", 120.2654, 30.1688],
  ["S12", "未来科技城店", 120.0052, 30.2798],
  ["S13", "九堡店", 120.2702, 30.3099],
  ["S14", "转塘店", 120.0839, 30.1592],
  ["S15", "良渚店", 120.0303, 30.3701],
];

export const ticks = [
  "合单 美团#211 + APP#87 → 1 包裹 省 ¥5.2",
  "改派 D-5521 张强 → 王磊",
  "缺货替换 P-771 雀巢香草 ×3",
  "拆单 小程序#402 冷链另送",
  "合单 饿了么#318 + 小程序#96 → 1 包裹 省 ¥4.8",
];
