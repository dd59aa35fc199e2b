import { afterEach, beforeEach, expect, test } from "vitest";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const count = async (sql: string): Promise<number> => {
  const [row] = (await huiliu.context.db.unsafe(sql)) as unknown as { n: number }[];
  return Number(row?.n);
};

test("an order told 50 times, some of them at once, is one order and one promise", async () => {
  const body = ownOrder({ channel_order_id: "same" }, [{ sku: "K0001", qty: 2 }]);
  await Promise.all(Array.from({ length: 50 }, () => huiliu.tell("app-1", "order", body)));
  await Promise.all([huiliu.drain(), huiliu.drain()]);
  expect(await count("select count(*) n from orders")).toBe(1);
  expect(await count("select sum(qty) n from reservations where state = 'confirmed'")).toBe(2);
  expect(await count("select sum(orders) n from counters_minute where store_id = 1")).toBe(1);
  expect(await huiliu.verify()).toEqual([]);
});

test("200 orders for 50 pieces: exactly 50 are promised, 150 say 缺货, the counter is the sum of the rows", async () => {
  await huiliu.context
    .db`update stock set on_hand = 50, opening_pieces = 50, safety = 0 where store_id = 1 and sku_id = 3`;
  for (let i = 0; i < 200; i += 1)
    await huiliu.tell(
      i % 2 ? "app-1" : "mini-1",
      "order",
      ownOrder({ buyer: {}, address: { text: `无名小区${i}` } }, [{ sku: "K0003", qty: 1 }]),
    );
  await Promise.all([huiliu.drain(), huiliu.drain(), huiliu.drain()]);
  expect(await count("select reserved n from stock where store_id = 1 and sku_id = 3")).toBe(50);
  expect(
    await count("select count(*) n from orders where stock = 'short' and phase = 'short'"),
  ).toBe(150);
  expect(
    await count(
      "select count(*) n from exception_cases where code = 'OUT_OF_STOCK' and closed_at is null",
    ),
  ).toBe(150);
  expect(await huiliu.verify()).toEqual([]);
});

test("two lines of one order on the same goods, 3 wanted of 2, are short by exactly one", async () => {
  await huiliu.context
    .db`update stock set on_hand = 2, opening_pieces = 2, safety = 0 where store_id = 1 and sku_id = 4`;
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({}, [
      { sku: "K0004", qty: 2 },
      { sku: "K0004", qty: 1 },
    ]),
  );
  await huiliu.drain();
  expect(await count("select sum(unassigned) n from order_lines")).toBe(1);
  expect(await count("select reserved n from stock where store_id = 1 and sku_id = 4")).toBe(2);
  expect(await huiliu.verify()).toEqual([]);
});

test("50 poison messages ahead; the 51st is in, the poison stands in the dead letters with its cause", async () => {
  for (let i = 0; i < 50; i += 1)
    await huiliu.tell("app-1", "order", i % 2 ? "{not json" : '{"event":"order.created"}');
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "51st" }));
  await huiliu.drain();
  expect(await count("select count(*) n from orders where external_no = '51st'")).toBe(1);
  expect(
    await count(
      "select count(*) n from dead_letters where state = 'open' and code in ('BROKEN_JSON', 'MISSING_FIELD')",
    ),
  ).toBe(50);
  expect(await huiliu.verify()).toEqual([]);
});

test("a message that breaks the transaction itself is found by halving and put aside alone", async () => {
  const { db } = huiliu.context;
  await db`alter table orders add constraint poison check (external_no <> 'poison')`;
  for (let i = 0; i < 20; i += 1)
    await huiliu.tell("app-1", "order", ownOrder(i === 11 ? { channel_order_id: "poison" } : {}));
  await huiliu.drain();
  expect(await count("select count(*) n from orders")).toBe(19);
  expect(await count("select count(*) n from dead_letters where code = 'FAILED'")).toBe(1);
  expect(await huiliu.verify()).toEqual([]);
});

test("a cancel that comes before its order waits for it, and gives nothing away", async () => {
  const cancel = {
    event: "order.cancelled",
    event_id: "c1",
    occurred_at: new Date().toISOString(),
    order: { channel_order_id: "early", reason: "不想要了" },
  };
  await huiliu.tell("app-1", "order", JSON.stringify(cancel));
  await huiliu.drain();
  expect(await count("select count(*) n from channel_facts where order_id is null")).toBe(1);
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "early" }));
  await huiliu.drain();
  expect(
    await count("select count(*) n from orders where trade = 'cancelled' and phase = 'cancelled'"),
  ).toBe(1);
  expect(await count("select coalesce(sum(reserved), 0) n from stock")).toBe(0);
  expect(await huiliu.verify()).toEqual([]);
});

test("an APP order and a mini-program order for the same door and person become one parcel; a house-mate's does not", async () => {
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ channel_order_id: "a", buyer: { name: "张三", phone: "19900001234" } }),
  );
  await huiliu.drain();
  await huiliu.tell(
    "mini-1",
    "order",
    ownOrder({
      channel_order_id: "b",
      buyer: { name: "张*", phone: "199****1234" },
      address: { text: "星光花园 3-2-1201" },
    }),
  );
  await huiliu.tell(
    "mini-1",
    "order",
    ownOrder({ channel_order_id: "c", buyer: { name: "李四", phone: "19900009999" } }),
  );
  await huiliu.drain();
  expect(await count("select count(*) n from fulfilment_orders where members = 2")).toBe(1);
  expect(
    await count(
      "select count(distinct fulfilment_id) n from fulfilment_lines l join orders o on o.id = l.order_id where o.external_no in ('a', 'b')",
    ),
  ).toBe(1);
  expect(
    await count(
      "select count(*) n from decisions where kind = 'merge' and outcome = 'merged' and sentence like '%并入%'",
    ),
  ).toBe(1);
  expect(
    await count(
      "select count(*) n from decisions where kind = 'merge' and outcome = 'alone' and sentence like '%电话不同%'",
    ),
  ).toBe(1);
  expect(await huiliu.verify()).toEqual([]);
});

test("a pick-up point: sixty people behind one door, and an order looks at the last of them and no more", async () => {
  const order = async (no: number, phone: number) => {
    const buyer = { name: "邻居", phone: `1990001${String(phone).padStart(4, "0")}` };
    await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: `p${no}`, buyer }));
    await huiliu.drain();
  };
  for (let i = 0; i < 60; i += 1) await order(i, i);
  await order(60, 59);
  await order(61, 61);
  const refusals = await huiliu.context.db<{ no: string; outcome: string; n: number }[]>`
    select o.external_no as no, d.outcome, jsonb_array_length(d.inputs->'refused') as n
    from decisions d join orders o on o.id = d.order_id where d.kind = 'merge' order by o.id`;
  expect(Math.max(...refusals.map((r) => r.n))).toBe(16);
  expect(refusals.slice(-2).map((r) => [r.no, r.outcome])).toEqual([
    ["p60", "merged"],
    ["p61", "alone"],
  ]);
  expect(await huiliu.verify()).toEqual([]);
});

test("unknown shop and unknown article: the order is visible and says what to map", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ store_code: "nowhere" }));
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({}, [
      { sku: "NEW-1", qty: 1 },
      { sku: "K0001", qty: 1 },
    ]),
  );
  await huiliu.drain();
  expect(await count("select count(*) n from orders where phase = 'held'")).toBe(2);
  expect(
    await count(
      "select count(*) n from exception_cases where code in ('STORE_UNMATCHED', 'SKU_UNMATCHED')",
    ),
  ).toBe(2);
  expect(await huiliu.verify()).toEqual([]);
});

test("impossible amounts are kept, held and raised", async () => {
  const amounts = (change: object) => ({
    items_fen: 1000,
    package_fen: 0,
    delivery_fen: 0,
    discount_merchant_fen: 0,
    discount_platform_fen: 0,
    paid_fen: 1000,
    ...change,
  });
  await huiliu.tell("app-1", "order", ownOrder({ amounts: amounts({ paid_fen: 999 }) }));
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ amounts: amounts({ delivery_fen: -5, paid_fen: 995 }) }),
  );
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ amounts: amounts({ paid_fen: Number.MAX_SAFE_INTEGER + 2 }) }),
  );
  await huiliu.drain();
  expect(await count("select count(*) n from orders where money_held and phase = 'held'")).toBe(3);
  expect(await count("select count(*) n from exception_cases where code = 'MONEY_DRIFT'")).toBe(3);
  expect(await huiliu.verify()).toEqual([]);
});

test("an event nobody taught us is stored and raised, never dropped", async () => {
  await huiliu.tell(
    "app-1",
    "order",
    JSON.stringify({
      event: "order.gifted",
      event_id: "g",
      occurred_at: new Date().toISOString(),
      order: { channel_order_id: "x" },
    }),
  );
  await huiliu.drain();
  expect(
    await count(
      "select count(*) n from exception_cases where code = 'UNKNOWN_EVENT' and cause like '%order.gifted%'",
    ),
  ).toBe(1);
  expect(await count("select count(*) n from inbox")).toBe(1);
});
