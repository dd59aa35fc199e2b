import { wall } from "./wall.zh";

const product = { name: "汇流 Huiliu", short: "汇流", description: "全渠道即时零售订单中枢" };

/** Chinese is the source; every other catalogue has exactly these keys, by type. One area, one file. */
export const zh = { product, wall };
