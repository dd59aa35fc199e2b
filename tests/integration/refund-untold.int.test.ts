import { afterEach, beforeEach, expect, test } from "vitest";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { linesOf } from "./order-news";

/** What channels say, and what they leave out. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

test("美团's answer about a refund that does not say its type is not about all of the order", async () => {
  const goods = [meituanGoods("K0001", 2, 10), meituanGoods("K0002", 1, 20)];
  const told = meituanOrder("7001", goods);
  await tellMeituan(huiliu, "order-paid", told);
  await huiliu.drain();
  const part = { app_food_code: "K0001", sku_id: "K0001", count: 1, refund_price: "10.00" };
  const refund = {
    ...{ refund_id: "R1", res_type: "2", money: "10.00", ctime: Math.floor(Date.now() / 1000) },
    wmAppRetailForOrderPartRefundList: [part],
  };
  await tellMeituan(huiliu, "detail", { ...told, refund_detail: JSON.stringify([refund]) });
  await huiliu.drain();
  expect(await linesOf(huiliu)).toMatchObject([{ cancelled: 1 }, { cancelled: 0 }]);
});
