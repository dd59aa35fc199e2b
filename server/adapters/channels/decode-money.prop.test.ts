import fc from "fast-check";
import { expect, test } from "vitest";
import type { Account } from "@/server/domain/channels/account";
import type { ChannelOrder, Decoded, DecodeRefusal } from "@/server/domain/channels/message";
import { checkMoney } from "@/server/domain/intake/check-money";
import { asFen, splitFen } from "@/server/domain/kernel/fen";
import type { Result } from "@/server/domain/kernel/result";
import { decodeEleme } from "./eleme/decode";
import { writeForm } from "./form";
import { decodeMeituan } from "./meituan/decode";

const account = { id: 1, config: {} } as unknown as Account;
const SECONDS = "1795811600";

/** Lines with what is off each piece, what is off the whole order, and what is off its delivery. */
const truths = fc.record({
  lines: fc.array(
    fc.record({
      list: fc.integer({ min: 1, max: 20_000 }),
      cut: fc.nat(90),
      qty: fc.integer({ min: 1, max: 9 }),
      isListed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  orderOff: fc.nat(3_000),
  delivery: fc.nat(1_500),
  deliveryOff: fc.nat(1_500),
  bag: fc.nat(300),
  platformPercent: fc.nat(100),
  deliveryType: fc.constantFrom("16", "25", "105", "106", "9999"),
  itemType: fc.constantFrom("17", "56", "66", "20"),
  goodsType: fc.constantFrom("2", "9", "22", "101"),
});

type Drawn = typeof truths extends fc.Arbitrary<infer T> ? T : never;
type Words = "deliveryType" | "itemType" | "goodsType";
type Told = Omit<Drawn, Words> & Record<Words, string>;

function truthOf(told: Told) {
  const cuts = told.lines.map((l) => Math.floor((l.list * l.cut) / 100));
  const sold = told.lines.map((l, i) => (l.list - (cuts[i] ?? 0)) * l.qty);
  const itemsFen = sum(told.lines.map((l) => l.list * l.qty));
  const itemOff = sum(told.lines.map((l, i) => (cuts[i] ?? 0) * l.qty));
  const orderOff = Math.min(told.orderOff, sum(sold));
  const deliveryOff = Math.min(told.deliveryOff, told.delivery);
  const shares = splitFen(asFen(orderOff), sold);
  const linesPaid = sold.map((fen, i) => fen - (shares[i] ?? 0));
  const deliveryFen = told.delivery - deliveryOff;
  const paidFen = sum(linesPaid) + told.bag + deliveryFen;
  const part = (fen: number) => Math.floor((fen * told.platformPercent) / 100);
  return {
    ...{ cuts, sold, itemsFen, itemOff, orderOff, deliveryOff, linesPaid, deliveryFen, paidFen },
    part,
    platformFen: part(itemOff) + part(orderOff),
  };
}
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const yuan = (fen: number): string => (fen / 100).toFixed(2);

function meituan(told: Told, withList: boolean, change: Record<string, string> = {}): ChannelOrder {
  const truth = truthOf(told);
  const extra = (type: string, fen: number, remark = "x") =>
    fen === 0
      ? []
      : [{ type: Number(type), reduce_fee: yuan(fen), mt_charge: yuan(truth.part(fen)), remark }];
  const detail = told.lines.map((l, i) => ({
    sku_id: `K${i}`,
    food_name: "x",
    quantity: l.qty,
    price: yuan(l.list - (truth.cuts[i] ?? 0)),
    ...(withList || l.isListed ? { original_price: yuan(l.list) } : {}),
  }));
  const extras = [
    ...extra(told.itemType, truth.itemOff),
    ...extra(told.goodsType, truth.orderOff),
    ...extra(told.deliveryType, truth.deliveryOff, "减配送费"),
    {},
  ];
  const form = {
    order_id: "1",
    app_poi_code: "s",
    status: "2",
    timestamp: SECONDS,
    pick_type: "0",
    logistics_code: "0000",
    shipping_fee: yuan(told.delivery),
    total: yuan(truth.paidFen),
    original_price: yuan(truth.itemsFen + told.bag + told.delivery),
    package_bag_money: String(told.bag),
    extras: JSON.stringify(extras),
    detail: JSON.stringify(detail),
    ...change,
  };
  const twice = Object.entries(form).map(([key, value]) => [key, encodeURIComponent(value)]);
  const body = Buffer.from(writeForm(Object.fromEntries(twice)));
  return orderOf(decodeMeituan("order-paid", body, account));
}

function eleme(told: Told): ChannelOrder {
  const truth = truthOf(told);
  const off = (type: string, desc: string, fen: number) =>
    fen === 0
      ? []
      : [{ type, desc, fee: fen, baidu_rate: truth.part(fen), shop_rate: fen - truth.part(fen) }];
  const body = {
    order: {
      order_id: "1",
      status: 1,
      create_time: SECONDS,
      business_type: "0",
      send_immediately: 1,
      delivery_party: "6",
      user_fee: truth.paidFen,
      send_fee: told.delivery,
      package_fee: told.bag,
      discount_fee: truth.itemOff + truth.orderOff + truth.deliveryOff,
    },
    shop: { id: "s" },
    products: [
      told.lines.map((l, i) => ({
        custom_sku_id: `K${i}`,
        product_price: l.list,
        product_amount: l.qty,
        product_subsidy: { discount: (truth.cuts[i] ?? 0) * l.qty },
      })),
    ],
    discount: [
      ...off("g_reduce", "单品直降", truth.itemOff),
      ...off("jian", "满减", truth.orderOff),
      ...off(told.deliveryType === "16" ? "mian" : "x", "减配送费", truth.deliveryOff),
    ],
  };
  return orderOf(decodeEleme("detail", Buffer.from(JSON.stringify(body)), account));
}

function orderOf(decoded: Result<Decoded[], DecodeRefusal>): ChannelOrder {
  const [first] = decoded.ok ? decoded.value : [];
  if (first?.type !== "order") throw new Error(JSON.stringify(decoded));
  return first.order;
}

const amountsOf = (told: Told) => {
  const truth = truthOf(told);
  return {
    itemsFen: truth.itemsFen,
    merchantDiscountFen: truth.itemOff + truth.orderOff - truth.platformFen,
    platformDiscountFen: truth.platformFen,
    packageFen: told.bag,
    deliveryFen: truth.deliveryFen,
    paidFen: truth.paidFen,
  };
};

test("美团 and 饿了么: an order built from what is true decodes to exactly that", () => {
  fc.assert(
    fc.property(truths, (told) => {
      for (const order of [meituan(told, true), eleme(told)]) {
        expect(checkMoney(order, 1e9)).toBeNull();
        expect(order.lines.map((l) => l.paidFen)).toEqual(truthOf(told).linesPaid);
        expect(order.amounts).toEqual(amountsOf(told));
      }
    }),
  );
});

test("美团 without some or all list prices: the same is paid of every line, and nothing is off twice", () => {
  fc.assert(
    fc.property(truths, (told) => {
      const order = meituan(told, false);
      const { linesPaid, deliveryFen, paidFen } = truthOf(told);
      expect(checkMoney(order, 1e9)).toBeNull();
      expect(order.lines.map((l) => l.paidFen)).toEqual(linesPaid);
      expect(order.amounts).toMatchObject({ deliveryFen, paidFen, packageFen: told.bag });
      const off = order.amounts.merchantDiscountFen + order.amounts.platformDiscountFen;
      expect(order.amounts.itemsFen - off).toBe(sum(linesPaid));
    }),
  );
});

test("美团: list prices come back from sku_benefit_detail, or where one line lacks its own", () => {
  fc.assert(
    fc.property(truths, (told) => {
      const benefits = told.lines.map((l, i) => ({ sku_id: `K${i}`, originPrice: l.list / 100 }));
      const change = { sku_benefit_detail: JSON.stringify(benefits) };
      expect(meituan(told, false, change).amounts).toEqual(amountsOf(told));
      const one = { ...told, lines: told.lines.map((l, i) => ({ ...l, isListed: i > 0 })) };
      expect(meituan(one, false).amounts).toEqual(amountsOf(told));
    }),
  );
});

test("美团: a bag nobody told of is what both sums leave; a total that is wrong stays wrong", () => {
  fc.assert(
    fc.property(truths, (told) => {
      expect(meituan(told, true, { package_bag_money: "" }).amounts).toEqual(amountsOf(told));
      const total = yuan(truthOf(told).paidFen + 1);
      expect(checkMoney(meituan(told, true, { total }), 1e9)).toContain("应付");
    }),
  );
});

const oneLine = {
  lines: [{ list: 990, cut: 0, qty: 2, isListed: false }],
  ...{ orderOff: 0, delivery: 500, deliveryOff: 0, bag: 0, platformPercent: 0 },
  ...{ deliveryType: "25", itemType: "17", goodsType: "2" },
};

test("美团: two pieces at 8.9 after 折扣商品 2.0 and no list price are paid 17.80", () => {
  const detail = [{ sku_id: "K0001", quantity: 2, price: 8.9, box_num: 1, box_price: 0 }];
  const order = meituan(oneLine, false, {
    total: "22.8",
    original_price: "24.8",
    shipping_fee: "5.0",
    extras: JSON.stringify([{ reduce_fee: 2, remark: "折扣商品", type: 17 }, {}]),
    detail: JSON.stringify(detail),
  });
  expect(checkMoney(order, 1e9)).toBeNull();
  expect(order.lines).toMatchObject([{ paidFen: 1780, unitPriceFen: 990 }]);
  expect(order.amounts).toMatchObject({ itemsFen: 1980, merchantDiscountFen: 200 });
  expect(order.assumed?.fields).toEqual(["extras.mt_charge、poi_charge（订阅）"]);
});

test("美团: a price that is the one before promotions, by subscription, has them taken off once", () => {
  const order = meituan(oneLine, false, {
    total: "22.80",
    extras: JSON.stringify([{ reduce_fee: 2, mt_charge: 0, type: 17 }]),
  });
  expect(checkMoney(order, 1e9)).toBeNull();
  expect(order.lines).toMatchObject([{ paidFen: 1780, unitPriceFen: 990 }]);
});

test("美团: a total that no promotion explains is a drift, not one that was in the price", () => {
  const order = meituan(oneLine, false, {
    total: "23.90",
    extras: JSON.stringify([{ reduce_fee: 2, mt_charge: 0, type: 17 }]),
  });
  expect(checkMoney(order, 1e9)).toContain("应付");
});

test("a broken sku_benefit_detail loses no order, and an account says who bears promotions", () => {
  const extras = JSON.stringify([{ reduce_fee: 2, type: 17 }]);
  const change = { total: "22.80", extras, sku_benefit_detail: "[{" };
  expect(meituan(oneLine, false, change).lines).toMatchObject([{ paidFen: 1780 }]);
  account.config.promotionsBy = "platform";
  const order = meituan(oneLine, false, change);
  delete account.config.promotionsBy;
  expect(order.amounts).toMatchObject({ merchantDiscountFen: 0, platformDiscountFen: 200 });
  expect(order.assumed).toBeNull();
});
