import { afterEach, beforeEach, expect, test } from "vitest";
import { meituanOrder, tellMeituan } from "./channel-news";
import { freshHuiliu, type Huiliu } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const drifts = () => sql("select cause from exception_cases where code = 'MONEY_DRIFT'");

const goods = (price: number, more: object = {}) => ({
  ...{ app_food_code: "K0001", sku_id: "K0001", food_name: "上海青 300g", quantity: 2, price },
  ...{ box_num: 1, box_price: 0, unit: "份", food_discount: 1, upc: "", weight: 300 },
  ...more,
});

test("美团: a promotion in the price of an article without list price is not taken off again", async () => {
  await tellMeituan(
    huiliu,
    "order-paid",
    meituanOrder("77010", [goods(8.9)], {
      ...{ total: "22.8", original_price: "24.8", shipping_fee: "5.0" },
      extras: JSON.stringify([{ reduce_fee: 2, remark: "折扣商品", type: 17 }, {}]),
    }),
  );
  await huiliu.drain();
  expect(await drifts()).toEqual([]);
  expect(await sql("select trade, money_held, holds from orders")).toEqual([
    { trade: "accepted", money_held: false, holds: 0 },
  ]);
  expect(await sql("select paid_fen from order_lines")).toEqual([{ paid_fen: 1780 }]);
  expect(await huiliu.verify()).toEqual([]);
});

test("美团: what is off delivery is off its fee: a refund of the goods gives back what was paid for them", async () => {
  const extras = [{ reduce_fee: 3, mt_charge: 3, remark: "减配送费", type: 25 }];
  await tellMeituan(
    huiliu,
    "order-paid",
    meituanOrder("77011", [goods(9.9, { original_price: "9.9", item_id: "i1" })], {
      ...{ total: "21.8", original_price: "24.8", shipping_fee: "5.0" },
      extras: JSON.stringify(extras),
    }),
  );
  await huiliu.drain();
  expect(await drifts()).toEqual([]);
  expect(
    await sql(
      "select items_fen, delivery_fen, platform_discount_fen as platform, merchant_discount_fen as merchant, paid_fen from orders",
    ),
  ).toEqual([{ items_fen: 1980, delivery_fen: 200, platform: 0, merchant: 0, paid_fen: 2180 }]);
  expect(await sql("select paid_fen from order_lines")).toEqual([{ paid_fen: 1980 }]);
  const food = [{ sku_id: "K0001", food_name: "x", count: 1, refund_price: 9.9 }];
  await tellMeituan(huiliu, "refund-partial", {
    ...{ order_id: "77011", refund_id: "R1", notify_type: "agree", money: "9.9" },
    food: JSON.stringify(food),
  });
  await huiliu.drain();
  expect(await sql("select refunded_fen from order_lines")).toEqual([{ refunded_fen: 990 }]);
  await tellMeituan(huiliu, "refund-full", {
    ...{ order_id: "77011", refund_id: "R2", notify_type: "agree" },
  });
  await huiliu.drain();
  expect(await sql("select refunded_fen from orders")).toEqual([{ refunded_fen: 2180 }]);
  expect(await drifts()).toEqual([]);
  expect(await huiliu.verify()).toEqual([]);
});
