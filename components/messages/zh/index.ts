import { channels } from "./channels";
import { console } from "./console";
import { exceptions } from "./exceptions";
import { login } from "./login";
import { order } from "./order";
import { orders } from "./orders";
import { owed } from "./owed";
import { inventory } from "./stock/inventory";
import { stockWork } from "./stock/stock-work";
import { system } from "./system";
import { wall } from "./wall";
import { words } from "./words";

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
  owed,
  inventory,
  stockWork,
  channels,
  system,
};
