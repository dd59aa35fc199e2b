import { channels } from "./channels.en";
import { console } from "./console.en";
import { exceptions } from "./exceptions.en";
import { inventory } from "./inventory.en";
import { login } from "./login.en";
import { order } from "./order.en";
import { orders } from "./orders.en";
import { stockWork } from "./stock-work.en";
import { system } from "./system.en";
import { wall } from "./wall.en";
import { words } from "./words.en";
import type { zh } from "./zh";

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
  inventory,
  stockWork,
  channels,
  system,
};
