import { afterEach, beforeEach, expect, test } from "vitest";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = <T = Record<string, unknown>>(text: string) =>
  huiliu.context.db.unsafe<(T & Record<string, unknown>)[]>(text);
const owners = () =>
  sql("select external_no as no, delivery_owner as owner, holds from orders order by 1");
const causes = async () =>
  (
    await sql<{ cause: string }>(
      "select cause from exception_cases where code = 'FIELDS_ASSUMED' order by id",
    )
  ).map((c) => c.cause);
const settle = async (code: string, config: object) => {
  const text = JSON.stringify(config);
  await sql(`update channel_accounts set config = config || '${text}' where code = '${code}'`);
  await expect
    .poll(async () => {
      const { accounts } = await huiliu.context.catalog.refresh();
      return [...accounts.values()].find((a) => a.code === code)?.config;
    })
    .toMatchObject(config);
};

const goods = [meituanGoods("K0001", 2, 9.9)];
/** As Meituan pushes it to a merchant who has subscribed to nothing. */
async function unsubscribed(no: string, change: Record<string, string> = {}): Promise<void> {
  const { pick_type, logistics_code, day_seq, ...rest } = meituanOrder(no, goods, {
    status: "2",
    extras: "[]",
    ...change,
  });
  await tellMeituan(huiliu, "order-paid", { ...rest, ...change });
}

test("美团 without subscriptions: pick-up by its address, and one case a day says what is missing", async () => {
  await unsubscribed("77001", {
    recipient_address: "到店自取",
    caution: "到店自取 收餐人隐私号 17700001234_4321，手机号 138****2203",
  });
  await huiliu.drain();
  await unsubscribed("77002");
  await unsubscribed("77003", { caution: "我到店自取" });
  await huiliu.drain();
  await unsubscribed("77004", { logistics_code: "0000" });
  await huiliu.drain();
  expect(await owners()).toEqual([
    { no: "77001", owner: "pickup", holds: 0 },
    { no: "77002", owner: "platform", holds: 0 },
    { no: "77003", owner: "platform", holds: 0 },
    { no: "77004", owner: "self", holds: 0 },
  ]);
  const [all, doubt, one, ...more] = await causes();
  expect(all).toContain("pick_type（订阅 28）、logistics_code（订阅 22）");
  expect(all).toContain("77001");
  expect(doubt).toContain("77003");
  expect(doubt).toContain("到店自取");
  expect(one).toContain("77004");
  expect(one).not.toContain("logistics_code");
  expect(more).toEqual([]);
  expect(await huiliu.verify()).toEqual([]);
});

test("a closed case of yesterday hides nothing: the next day has its own", async () => {
  await unsubscribed("77001");
  await huiliu.drain();
  await sql(
    "update exception_cases set subject = replace(subject, to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD'), '2026-01-01')",
  );
  await unsubscribed("77002");
  await huiliu.drain();
  expect(await causes()).toHaveLength(2);
});

test("an account that says who brings its orders has no case", async () => {
  await settle("meituan-1", { deliveryOwner: "self" });
  await unsubscribed("77001");
  await unsubscribed("77002", { pick_type: "1" });
  await huiliu.drain();
  expect(await owners()).toEqual([
    { no: "77001", owner: "self", holds: 0 },
    { no: "77002", owner: "pickup", holds: 0 },
  ]);
  expect(await causes()).toEqual([]);
});

const detail = (no: string, order: object) =>
  JSON.stringify({
    shop: { id: "store_s01", baidu_shop_id: "2233440001" },
    order: {
      order_id: no,
      order_index: "3",
      status: 1,
      create_time: String(Math.floor(Date.now() / 1000) - 20),
      ...{ confirm_time: "0", finished_time: "0", cancel_time: "0" },
      ...{ business_type: "0", send_immediately: 1, send_time: "1", latest_send_time: "0" },
      ...{ delivery_party: 6, pay_type: 2, pay_status: 2, down_flag: 0 },
      ...{ total_fee: 1280, user_fee: 1280, send_fee: 500, package_fee: 0, discount_fee: 0 },
      ...order,
    },
    user: { name: "金女士", phone: "13800007702", address: "晨光花园2幢1单元101室" },
    products: [
      [
        {
          custom_sku_id: "K0001",
          sub_biz_order_id: "900000000000000001",
          product_name: "上海青 300g",
          product_price: 390,
          product_amount: 2,
          product_subsidy: { discount: 0 },
        },
      ],
    ],
    discount: [],
  });

test("饿了么: times nobody wished, numbers that are none: the order is in, as soon as possible", async () => {
  const unset = [
    {},
    { send_time: "0", latest_send_time: "-1", order_index: "0" },
    { send_time: null, latest_send_time: "", order_index: "-1" },
    { send_time: 1, latest_send_time: 1, confirm_time: "1", order_index: "" },
    { create_time: "0" },
  ];
  for (const [i, change] of unset.entries())
    await huiliu.tell("eleme-1", "detail", detail(`88${i}`, change));
  await huiliu.drain();
  expect(await sql("select cause from dead_letters")).toEqual([]);
  const rows = await sql(
    "select delivery_owner as owner, promise_from, promise_at > now() and promise_at < now() + interval '2 hours' as soon from orders",
  );
  expect(rows).toEqual(unset.map(() => ({ owner: "self", promise_from: null, soon: true })));
  const [when, ...more] = await causes();
  expect(when).toContain("order.create_time");
  expect(more).toEqual([]);
  expect(await huiliu.verify()).toEqual([]);
});

test("饿了么: what is not told is named; an hour that is told is booked", async () => {
  const later = Math.floor(Date.now() / 1000) + 20 * 3600;
  const who = { business_type: null, delivery_party: 0 };
  await huiliu.tell("eleme-1", "detail", detail("881", who));
  await huiliu.tell("eleme-1", "detail", detail("882", { send_immediately: 2 }));
  const wish = { send_immediately: null, send_time: later, latest_send_time: "0" };
  await huiliu.tell("eleme-1", "detail", detail("883", wish));
  await huiliu.drain();
  const [who1, when, ...more] = await causes();
  expect(who1).toContain("order.business_type、order.delivery_party");
  expect(when).toContain("send_time");
  expect(more).toEqual([]);
  expect(
    await sql("select promise_at = promise_from as same from orders where external_no = '883'"),
  ).toEqual([{ same: true }]);
});

test("own contract: an order that does not say who brings it has a door, and a case; none is lost for an empty field", async () => {
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({
      channel_order_id: "A",
      delivery_mode: null,
      day_seq: "",
      created_at: "0",
      expect: { type: "BOOKED", from: null, to: "" },
    }),
  );
  await huiliu.drain();
  expect(await owners()).toEqual([{ no: "A", owner: "self", holds: 0 }]);
  const [cause] = await causes();
  expect(cause).toContain("order.delivery_mode、order.expect.to");
  await settle("app-1", { deliveryOwner: "pickup" });
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "B", delivery_mode: "" }));
  await huiliu.drain();
  expect((await owners())[1]).toMatchObject({ no: "B", owner: "pickup" });
  expect(await causes()).toHaveLength(1);
});
