import { afterEach, beforeEach, expect, test } from "vitest";
import { shopCodeOn } from "@/server/domain/demo/accounts";
import { showId } from "@/server/domain/kernel/ids";
import { holdGoods } from "@/server/pipelines/inventory/holds/hold-goods";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { mapStore } from "@/server/pipelines/repair/map-store";
import { settleOwed } from "@/server/pipelines/repair/settle-owed";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import {
  accountOf,
  ask,
  expectTrueBooks,
  type Item,
  openCasesOf,
  orderOf,
  placeOrder,
  tellNews,
} from "./order-news";
import { rereadCatalog, setShelf, shelfOf } from "./stock-world";

/** Odd quantities, tills, ends of orders, platforms' tellings. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => ask(huiliu, text);
const told = (event: string, more: object = {}) => tellNews(huiliu, event, more);
const placed = (items: Item[], change: object = {}) => placeOrder(huiliu, items, change);
const accountId = (code: string) => accountOf(huiliu, code);
const order = () => orderOf(huiliu);
const openCases = () => openCasesOf(huiliu);
const holds = () => expectTrueBooks(huiliu);

test("an article that is mapped later allows no more than one that was known", async () => {
  await sql("update skus set line_max = 10 where id = 1");
  rereadCatalog(huiliu);
  await setShelf(huiliu, 1, 1, 150);
  await placed([{ sku: "NOBODY-1", qty: 150 }]);
  await mapSku(huiliu.context, { accountId: 1, externalCode: "NOBODY-1", skuId: 1, by: "usr_1" });
  expect((await shelfOf(huiliu, 1, 1)).reserved).toBe(0);
  const [odd] = await sql("select id, code from exception_cases where closed_at is null");
  expect(odd).toMatchObject({ code: "QUANTITY_ODD" });
  await closeCase(huiliu.context, { caseId: Number(odd?.id), note: "团购", by: "usr_1" });
  expect((await shelfOf(huiliu, 1, 1)).reserved).toBe(150);
  await holds();
});

test("pieces that people have looked at are not asked about again when the article is mapped", async () => {
  await setShelf(huiliu, 1, 1, 300);
  await placed([{ sku: "NOBODY-1", qty: 250 }]);
  const [odd] = await sql("select id from exception_cases where code = 'QUANTITY_ODD'");
  await closeCase(huiliu.context, { caseId: Number(odd?.id), note: "团购", by: "usr_1" });
  await mapSku(huiliu.context, { accountId: 1, externalCode: "NOBODY-1", skuId: 1, by: "usr_1" });
  expect(await openCases()).toEqual([]);
  expect((await shelfOf(huiliu, 1, 1)).reserved).toBe(250);
});

test("a checkout's goods are not lost while somebody looks at an odd quantity", async () => {
  await setShelf(huiliu, 1, 1, 300);
  await holdGoods(huiliu.context, [
    {
      accountId: 1,
      holdKey: "k1",
      storeId: 1,
      mode: "all",
      items: [{ draws: [{ skuId: 1, per: 1 }], qty: 300 }],
      ttlMs: 900_000,
    },
  ]);
  await placed([{ sku: "K0001", qty: 300 }], { reservation_key: "k1" });
  expect(await openCases()).toEqual([{ code: "QUANTITY_ODD" }]);
  await holds();
  const { reserved } = await shelfOf(huiliu, 1, 1);
  const [held] = await sql("select state from stock_holds");
  expect({ reserved, state: held?.state }).toEqual({ reserved: 300, state: "held" });
});

test("odd and not paid: confirmed, paid, it is reserved once", async () => {
  await setShelf(huiliu, 1, 1, 1_000);
  await placed([{ sku: "K0001", qty: 300 }], { status: "UNPAID" });
  const [odd] = await sql("select id from exception_cases");
  await closeCase(huiliu.context, { caseId: Number(odd?.id), note: "团购", by: "usr_1" });
  await holds();
  await told("order.paid");
  expect(await order()).toMatchObject({ stock: "reserved", holds: 0 });
  expect((await shelfOf(huiliu, 1, 1)).reserved).toBe(300);
  await holds();
});

test("two odd lines: each is confirmed, and only then goods are taken; cancelled in between nothing stays", async () => {
  await setShelf(huiliu, 1, 1, 1_000);
  await setShelf(huiliu, 1, 2, 1_000);
  await placed([
    { sku: "K0001", qty: 300 },
    { sku: "K0002", qty: 300 },
  ]);
  const odd = await sql("select id from exception_cases order by id");
  await closeCase(huiliu.context, { caseId: Number(odd[0]?.id), note: "团购", by: "usr_1" });
  expect((await shelfOf(huiliu, 1, 1)).reserved).toBe(0);
  expect(await order()).toMatchObject({ phase: "held" });
  await told("order.cancelled");
  expect(await openCases()).toEqual([]);
  await holds();
});

async function pickNothing(): Promise<void> {
  await sql("update fulfilment_orders set hold_until = now() where hold_until is not null");
  await releaseParcels(huiliu.context);
  const [row] = await sql(
    `select l.fulfilment_id as id, l.order_id as "order" from fulfilment_lines l`,
  );
  const event = {
    event_id: "s1",
    event: "fulfilment.picked",
    occurred_at: new Date().toISOString(),
    fulfilment_id: showId("fulfilment", Number(row?.id)),
    lines: [{ line_ref: `${showId("order", Number(row?.order))}:1`, picked_qty: 0 }],
  };
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events: [event] }));
  await huiliu.drain();
}

test("the picker found nothing of an order: it ends, as one of which nothing was there from the start", async () => {
  await setShelf(huiliu, 1, 1, 5);
  await placed([{ sku: "K0001", qty: 2 }]);
  await pickNothing();
  await sql("update exception_cases set due_at = now() - interval '1 minute'");
  await settleShortages(huiliu.context);
  const { trade, phase } = (await order()) as Record<string, string>;
  const writebacks = await sql("select kind from writebacks where kind = 'cancel'");
  expect({ trade, phase, cancels: writebacks.length }).toEqual({
    trade: "cancelled",
    phase: "cancelled",
    cancels: 1,
  });
});

test("the picker found nothing and a person has given the money back: nothing waits to be released", async () => {
  await setShelf(huiliu, 1, 1, 5);
  await placed([{ sku: "K0001", qty: 2 }]);
  await pickNothing();
  expect(await order()).toMatchObject({ phase: "cancelled", owed: 2_000 });
  const rows = await sql(`select order_id as "orderId", ref from owed where closed_at is null`);
  await settleOwed(huiliu.context, {
    rows: rows.map((r) => ({ orderId: Number(r.orderId), ref: String(r.ref) })),
    how: "elsewhere",
    note: "已微信转账",
    by: "usr_1",
    storeId: null,
  });
  expect(await order()).toMatchObject({ phase: "cancelled", owed: 0 });
});

test("paid late and refunded: the case is over with the debt", async () => {
  await placed([{ sku: "K0001", qty: 1 }], { status: "UNPAID" });
  await told("order.cancelled");
  await told("order.paid");
  expect(await openCases()).toEqual([{ code: "PAY_AFTER_TIMEOUT" }]);
  await told("refund.succeeded", { refund: { refund_id: "r1", amount_fen: 1_000, items: [] } });
  expect(await order()).toMatchObject({ owed: 0 });
  expect(await openCases()).toEqual([]);
});

test("paid late and settled by a person: the case is over with the debt", async () => {
  await placed([{ sku: "K0001", qty: 1 }], { status: "UNPAID" });
  await told("order.cancelled");
  await told("order.paid");
  const rows = await sql(`select order_id as "orderId", ref from owed`);
  await settleOwed(huiliu.context, {
    rows: rows.map((r) => ({ orderId: Number(r.orderId), ref: String(r.ref) })),
    how: "elsewhere",
    note: "已微信转账",
    by: "usr_1",
    storeId: null,
  });
  expect(await openCases()).toEqual([]);
});

async function sold(items: Item[], store = "store_s01", minutesAgo = 0): Promise<void> {
  const { order: one } = JSON.parse(ownOrder({ store_code: store }, items)) as { order: object };
  const base = {
    terminal_id: "T1",
    receipt_no: "R1",
    sold_at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  };
  await huiliu.tell("pos-1", "pos-sales", JSON.stringify({ sales: [{ ...base, order: one }] }));
  await huiliu.drain();
}

test("a till of a shop nobody had mapped: mapped later, its goods leave the shelf and its cases are over", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await sold([{ sku: "K0001", qty: 2 }], "NEW-STORE");
  await mapStore(huiliu.context, {
    accountId: await accountId("pos-1"),
    externalCode: "NEW-STORE",
    storeId: 1,
    by: "usr_1",
  });
  expect(await shelfOf(huiliu, 1, 1)).toMatchObject({ onHand: 18, reserved: 0, picked: 0 });
  expect(await openCases()).toEqual([]);
  expect(await sql("select phase, stock from orders")).toEqual([
    { phase: "done", stock: "consumed" },
  ]);
  await holds();
});

test("a till tells a minute later of a sale in a shop nobody had mapped: it is counted in its own minute", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await sold([{ sku: "K0001", qty: 2 }], "NEW-STORE", 1);
  await holds();
});

test.each([
  ["article", [{ sku: "NOBODY-1", qty: 2 }], "store_s01"],
  ["shop", [{ sku: "K0001", qty: 2 }], "NEW-STORE"],
] as const)(
  "a till's unknown %s, closed by hand: its pieces leave the books, nothing is owed",
  async (_, items, store) => {
    await sold([...items], store);
    const [one] = await sql("select id from exception_cases");
    await closeCase(huiliu.context, { caseId: Number(one?.id), note: "已核对小票", by: "usr_1" });
    expect(await openCases()).toEqual([]);
    expect(await sql("select phase, owed_fen::int as owed from orders")).toEqual([
      { phase: "done", owed: 0 },
    ]);
    await holds();
  },
);

test("a till's two unknown articles, mapped one by one", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await setShelf(huiliu, 1, 2, 1);
  await sold([
    { sku: "NOBODY-1", qty: 2 },
    { sku: "NOBODY-2", qty: 3 },
    { sku: "K0003", qty: 1 },
  ]);
  const id = await accountId("pos-1");
  await mapSku(huiliu.context, { accountId: id, externalCode: "NOBODY-1", skuId: 1, by: "usr_1" });
  expect((await shelfOf(huiliu, 1, 1)).onHand).toBe(18);
  await holds();
  await mapSku(huiliu.context, { accountId: id, externalCode: "NOBODY-2", skuId: 2, by: "usr_1" });
  expect(await shelfOf(huiliu, 1, 2)).toMatchObject({ onHand: 0, reserved: 0, picked: 0 });
  await holds();
  expect(await openCases()).toEqual([]);
});

test("a till's unknown article, its shelf not open, mapped to a bundle", async () => {
  await sql(`insert into skus select * from skus where false`);
  await sql(`insert into bundles values (600, 1, 2), (600, 8, 1)`).catch(() => []);
  await sql("delete from stock where store_id = 1 and sku_id = 8");
  rereadCatalog(huiliu);
  await setShelf(huiliu, 1, 1, 20);
  await sold([{ sku: "NOBODY-1", qty: 2 }]);
  await mapSku(huiliu.context, {
    accountId: await accountId("pos-1"),
    externalCode: "NOBODY-1",
    skuId: 600,
    by: "usr_1",
  });
  expect((await shelfOf(huiliu, 1, 1)).onHand).toBe(16);
  await holds();
});

async function eleme(address: string, change: object = {}): Promise<void> {
  const seconds = Math.floor(Date.now() / 1000) - 100;
  const data = {
    order: {
      order_id: "501",
      order_index: 7,
      status: 5,
      create_time: String(start - 60),
      confirm_time: start - 30,
      business_type: "0",
      send_immediately: 1,
      send_time: 0,
      latest_send_time: 0,
      delivery_party: "6",
      pay_type: 2,
      pay_status: 2,
      total_fee: 390,
      user_fee: 390,
      send_fee: 0,
      package_fee: 0,
      discount_fee: 0,
      ...change,
    },
    user: { name: "沈女士", phone: "13900002101", address },
    shop: { baidu_shop_id: shopCodeOn("eleme", "S01") },
    products: [
      [
        {
          custom_sku_id: "K0001",
          sub_biz_order_id: "L1",
          product_name: "K0001",
          product_price: 390,
          product_amount: 1,
        },
      ],
    ],
  };
  void seconds;
  await huiliu.tell("eleme-1", "detail", JSON.stringify(data));
  await huiliu.drain();
}
const start = Math.floor(Date.now() / 1000) - 100;

test("饿了么 fetched again: another door stands, though nothing else has moved since", async () => {
  await eleme("预约苑5幢1单元101室");
  await eleme("预约苑9幢1单元101室");
  const [row] = await sql("select address_masked as a from orders");
  expect(String(row?.a)).toContain("9幢");
});

test("美团 tells another door with order-confirmed: the order takes it", async () => {
  const goods = [meituanGoods("K0001", 1, 3.9)];
  const at = (s: number) => String(Math.floor(Date.now() / 1000) + s);
  await tellMeituan(
    huiliu,
    "order-paid",
    meituanOrder("801", goods, { status: "2", utime: at(-60) }),
  );
  await huiliu.drain();
  await tellMeituan(
    huiliu,
    "order-confirmed",
    meituanOrder("801", goods, { utime: at(-10), recipient_address: "申请苑9号 (9幢1单元101室)" }),
  );
  await huiliu.drain();
  const [row] = await sql("select address_masked as a from orders");
  expect(String(row?.a)).toContain("9幢");
  await holds();
});

test("refunded before its payment was taken: what is paid is what was refunded, and nothing is owed or placed", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await placed([{ sku: "K0001", qty: 2 }], { status: "UNPAID" });
  await told("refund.succeeded", {
    refund: {
      refund_id: "r1",
      amount_fen: 1_000,
      items: [{ line_id: "1", qty: 1, amount_fen: 1_000 }],
    },
  });
  await told("order.paid");
  expect(await order()).toMatchObject({ owed: 0, stock: "reserved" });
  expect((await shelfOf(huiliu, 1, 1)).reserved).toBe(1);
  await holds();
});

test("completed while its quantity is doubted: the buyer's money is owed, no case stays", async () => {
  await setShelf(huiliu, 1, 1, 1_000);
  await placed([{ sku: "K0001", qty: 300 }]);
  await told("order.completed");
  expect(await openCases()).toEqual([]);
  await holds();
});
