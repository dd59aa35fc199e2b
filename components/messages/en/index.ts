import type { zh } from "../zh/index";
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

const product = {
  name: "Huiliu",
  short: "Huiliu",
  description: "Order hub for instant retail across channels",
};

export const en: typeof zh = {
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
