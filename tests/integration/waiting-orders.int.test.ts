import { afterEach, beforeEach, expect, test } from "vitest";
import { wakeForgotten } from "@/db/queries/cases/sweeps";
import { shanghaiClock } from "@/server/domain/channels";
import type { Instant } from "@/server/domain/kernel/instant";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { mapStore } from "@/server/pipelines/repair/map-store";
import { watchAcceptance } from "@/server/pipelines/writeback/watch-acceptance";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  counted = 0;
  counted = await sumOrders();
});
afterEach(() => huiliu.close());

async function one<T>(text: string): Promise<T | undefined> {
  const [row] = await huiliu.context.db.unsafe<(T & object)[]>(text);
  return row;
}
const order = (no: string) =>
  one<{ trade: string; phase: string; stock: string; paid: boolean }>(
    `select trade, phase, stock, paid_at is not null as paid from orders where external_no = '${no}'`,
  );
/** Orders counted since the test began: the demo city brings a past. */
let counted = 0;
const sumOrders = async () =>
  ((await one<{ n: number }>("select sum(orders)::int as n from counters_minute"))?.n ?? 0) -
  counted;

const paid = (no: string) =>
  JSON.stringify({
    event: "order.paid",
    event_id: `${no}-paid`,
    occurred_at: new Date().toISOString(),
    order: { channel_order_id: no },
  });

test("an unpaid order holds its goods for a while and lies in no parcel; paid, it has both and its place in the numbers", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "u1", status: "UNPAID" }));
  await huiliu.drain();
  expect(await order("u1")).toEqual({
    trade: "pending_payment",
    phase: "to_pay",
    stock: "reserved",
    paid: false,
  });
  expect(await sumOrders()).toBe(0);
  await huiliu.tell("app-1", "order", paid("u1"));
  await huiliu.tell("app-1", "order", paid("u1"));
  await huiliu.drain();
  expect(await order("u1")).toMatchObject({ trade: "accepted", stock: "reserved", paid: true });
  expect(await sumOrders()).toBe(1);
  expect(await one("select kind from events where kind = 'order.paid'")).toBeDefined();
  expect(await huiliu.verify()).toEqual([]);
});

test("the payment may come first, or as a second snapshot of the order", async () => {
  await huiliu.tell("app-1", "order", paid("u2"));
  await huiliu.drain();
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "u2", status: "UNPAID" }));
  const snapshot = (status: string) => ownOrder({ channel_order_id: "u3", day_seq: 9, status });
  await huiliu.tell("app-1", "order", snapshot("UNPAID"));
  await huiliu.tell("app-1", "order", snapshot("NEW"));
  await huiliu.drain();
  expect(await order("u2")).toMatchObject({ trade: "accepted", stock: "reserved", paid: true });
  expect(await order("u3")).toMatchObject({ trade: "accepted", stock: "reserved", paid: true });
  expect(await sumOrders()).toBe(2);
  expect(await huiliu.verify()).toEqual([]);
});

test("an order cancelled before it was paid stays cancelled, whatever is told after", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "u4", status: "UNPAID" }));
  const cancel = JSON.parse(paid("u4")) as object;
  await huiliu.tell("app-1", "order", JSON.stringify({ ...cancel, event: "order.cancelled" }));
  await huiliu.drain();
  await huiliu.tell("app-1", "order", paid("u4"));
  await huiliu.drain();
  expect(await order("u4")).toMatchObject({ trade: "cancelled", paid: false });
  expect(await one("select 1 as n from events where kind = 'order.paid'")).toBeUndefined();
  expect(await sumOrders()).toBe(0);
  expect(await huiliu.verify()).toEqual([]);
});

test("an order that came paid does not get paid again by being told so", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "p1" }));
  await huiliu.drain();
  await huiliu.tell("app-1", "order", paid("p1"));
  await huiliu.drain();
  expect(await one("select version from orders where external_no = 'p1'")).toEqual({ version: 1 });
  expect(await sumOrders()).toBe(1);
  expect(await huiliu.verify()).toEqual([]);
});

test("an order that nobody accepted is a case before the platform's time is over, and none when it is accepted", async () => {
  const { db } = huiliu.context;
  await db`update channel_accounts set config = config || '{"autoAccept": false, "acceptDeadlineSeconds": 100}' where code = 'app-1'`;
  const tell = async (no: string, secondsAgo: number) => {
    const body = JSON.parse(ownOrder({ channel_order_id: no })) as object;
    const at = new Date(Date.now() - secondsAgo * 1000).toISOString();
    await huiliu.tell("app-1", "order", JSON.stringify({ ...body, occurred_at: at }));
  };
  await huiliu.context.catalog.refresh();
  await tell("young", 10);
  await tell("late", 70);
  await huiliu.drain();
  expect(await watchAcceptance(huiliu.context)).toBe(1);
  expect(await watchAcceptance(huiliu.context)).toBe(0);
  const found = () =>
    one(`select o.external_no as no, o.open_exceptions as open from exception_cases c join orders o on o.id = c.order_id
      where c.code = 'ACCEPT_LATE' and c.closed_at is null`);
  expect(await found()).toEqual({ no: "late", open: 1 });
  const accepted = JSON.parse(paid("late")) as object;
  await huiliu.tell("app-1", "order", JSON.stringify({ ...accepted, event: "order.accepted" }));
  await huiliu.drain();
  await watchAcceptance(huiliu.context);
  expect(await found()).toBeUndefined();
  expect(await order("late")).toMatchObject({ trade: "accepted" });
});

test("a till's batch, told twice: the goods have left the shelf once, and every sale is done", async () => {
  const sold = new Date();
  const sale = (receipt: string) => {
    const { order } = JSON.parse(ownOrder({}, [{ sku: "K0001", qty: 2 }])) as { order: object };
    return { terminal_id: "T1", receipt_no: receipt, sold_at: sold.toISOString(), order };
  };
  const numberOf = (receipt: string) =>
    `T1-${shanghaiClock(sold.getTime() as Instant, true)}-${receipt}`;
  const batch = JSON.stringify({ sales: [sale("1"), sale("2"), { receipt_no: "3" }] });
  const shelf = () =>
    one<{ n: number }>("select on_hand as n from stock where store_id = 1 and sku_id = 1");
  const before = (await shelf())?.n ?? 0;
  await huiliu.tell("pos-1", "pos-sales", batch);
  await huiliu.tell("pos-1", "pos-sales", batch);
  await huiliu.drain();
  expect(await order(numberOf("1"))).toMatchObject({ trade: "completed", phase: "done" });
  expect(await order(numberOf("2"))).toMatchObject({ trade: "completed", phase: "done" });
  expect((await shelf())?.n).toBe(before - 4);
  const bad = await one<{ cause: string }>(
    "select cause from exception_cases where code = 'INGEST_FAILED'",
  );
  expect(bad?.cause).toContain("批次第 3 笔未导入");
  expect(await huiliu.verify()).toEqual([]);
});

test("an order whose shop is mapped later has a door from then on: it joins the parcel behind it", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "here" }));
  await huiliu.tell(
    "mini-1",
    "order",
    ownOrder({ channel_order_id: "lost", store_code: "S-未知" }),
  );
  await huiliu.drain();
  expect(await order("lost")).toMatchObject({ phase: "held", stock: "unreserved" });
  const account = await one<{ id: number }>(
    "select id from channel_accounts where code = 'mini-1'",
  );
  const input = { accountId: account?.id ?? 0, externalCode: "S-未知", storeId: 1, by: "test" };
  expect(await mapStore(huiliu.context, input)).toEqual({ orders: 1 });
  expect(await order("lost")).toMatchObject({ trade: "accepted", stock: "reserved" });
  expect(await one("select 1 as n from fulfilment_orders where members = 2")).toBeDefined();
  expect(await huiliu.verify()).toEqual([]);
});

test("goods that turn out to be gone when an article is mapped are a shortage people see", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "m" }, [{ sku: "X9", qty: 3 }]));
  await huiliu.drain();
  await huiliu.context
    .db`update stock set on_hand = 1, safety = 0 where store_id = 1 and sku_id = 5`;
  const account = await one<{ id: number }>("select id from channel_accounts where code = 'app-1'");
  const input = { accountId: account?.id ?? 0, externalCode: "X9", skuId: 5, by: "test" };
  expect(await mapSku(huiliu.context, input)).toEqual({ orders: 1 });
  expect(await order("m")).toMatchObject({ stock: "short" });
  const found = await one<{ cause: string; open: number }>(
    `select c.cause, o.open_exceptions as open from exception_cases c join orders o on o.id = c.order_id
     where c.code = 'OUT_OF_STOCK' and c.closed_at is null`,
  );
  expect(found).toEqual({ cause: "缺货：1 种商品共缺 2 件", open: 1 });
});

test("a parcel whose order waits is looked at once, and again when its order changes", async () => {
  const { db, catalog } = huiliu.context;
  await db`update channel_accounts set config = config || '{"autoAccept": false}' where code = 'app-1'`;
  await catalog.refresh();
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "parked" }));
  await huiliu.drain();
  await db`update fulfilment_orders set hold_until = now() - interval '1 second'`;
  expect(await releaseParcels(huiliu.context)).toBe(1);
  expect(await releaseParcels(huiliu.context)).toBe(0);
  const accepted = JSON.parse(paid("parked")) as object;
  await huiliu.tell("app-1", "order", JSON.stringify({ ...accepted, event: "order.accepted" }));
  await huiliu.drain();
  expect(await releaseParcels(huiliu.context)).toBe(1);
  expect(await order("parked")).toMatchObject({ phase: "to_pick" });
});

test("a parked parcel that nobody woke is found all the same", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "forgotten" }));
  await huiliu.drain();
  const { db } = huiliu.context;
  await db`update fulfilment_orders set hold_until = null, created_at = now() - interval '2 minutes'`;
  expect(await releaseParcels(huiliu.context)).toBe(0);
  expect(await wakeForgotten(db, 10)).toBe(1);
  expect(await releaseParcels(huiliu.context)).toBe(1);
});
