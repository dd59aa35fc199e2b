import { channels } from "./channels.zh";
import { console } from "./console.zh";
import { exceptions } from "./exceptions.zh";
import { inventory } from "./inventory.zh";
import { login } from "./login.zh";
import { order } from "./order.zh";
import { orders } from "./orders.zh";
import { stockWork } from "./stock-work.zh";
import { system } from "./system.zh";
import { wall } from "./wall.zh";
import { words } from "./words.zh";

const product = { name: "汇流 Huiliu", short: "汇流", description: "全渠道即时零售订单中枢" };

/** Chinese is the source; every other catalogue has exactly these keys, by type. One area, one file. */
export const zh = {
  product,
  wall,
  console,
  words,
  login,
  orders,
  order,
  exceptions,
  inventory,
  stockWork,
  channels,
  system,
};
