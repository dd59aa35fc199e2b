import { wall } from "./wall.en";
import type { zh } from "./zh";

const product = {
  name: "Huiliu",
  short: "Huiliu",
  description: "Order hub for instant retail across channels",
};

export const en: typeof zh = { product, wall };
