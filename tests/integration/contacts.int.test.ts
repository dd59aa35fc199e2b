import { afterEach, beforeEach, expect, test } from "vitest";
import { listOrderParcels } from "@/db/queries/lists/order-detail";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { ask, expectTrueBooks, parcelsThat, sayOrder, tellStep } from "./order-news";

/** Orders of which another buyer, phone or door is told after they have come. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => ask(huiliu, text);
const OTHER = { text: "星光花园5幢1单元302室", lng: 120.16, lat: 30.26, coord_sys: "GCJ02" };

/** Told so many seconds after it was first told. */
async function tell(no: string, change: object = {}, seconds = 0): Promise<void> {
  await sayOrder(huiliu, { no, change, seconds });
  await huiliu.drain();
}
const parcels = () =>
  sql(`select f.status, f.members, f.lng_e6 as lng,
      array(select distinct o.external_no from fulfilment_lines l join orders o on o.id = l.order_id
        where l.fulfilment_id = f.id and l.cancelled < l.qty order by 1) as orders
    from fulfilment_orders f where f.status <> 'cancelled' order by f.id`);
const step = async (name: string) =>
  tellStep(huiliu, name, { parcels: await parcelsThat(huiliu, "status <> 'cancelled'") });
const cases = () => sql("select code, fulfilment_id is not null as parcel from exception_cases");
const holds = () => expectTrueBooks(huiliu);

test("another door told later: the parcel goes there, its goods stay promised", async () => {
  await tell("1");
  await tell("1", { address: OTHER }, 5);
  expect(await parcels()).toMatchObject([{ members: 1, orders: ["1"], lng: 120_160_000 }]);
  const [order] = await sql(
    "select address_masked as address, contact_at is not null as told from orders",
  );
  expect(order).toMatchObject({ told: true });
  expect(String(order?.address)).toContain("5幢");
  expect(await sql("select kind from events where kind = 'order.contact_changed'")).toHaveLength(1);
  await holds();
});

test("what an order has left is none of its parcels, and those who stay see that it left", async () => {
  await tell("1");
  await tell("2");
  await tell("2", { address: OTHER }, 5);
  const idOf = async (no: string) =>
    Number((await sql(`select id from orders where external_no = '${no}'`))[0]?.id);
  const [one, two] = [await idOf("1"), await idOf("2")];
  expect(await listOrderParcels(huiliu.context.db, two)).toMatchObject([
    { liveOrders: [one], mergeMembers: [{ orderId: one }, { orderId: two }] },
    { liveOrders: [two] },
  ]);
});

test("of a shared parcel it leaves, and joins whoever lives behind its new door", async () => {
  await tell("1");
  await tell("2");
  await tell("3", { address: OTHER });
  expect(await parcels()).toMatchObject([{ orders: ["1", "2"] }, { orders: ["3"] }]);
  await tell("2", { address: OTHER }, 5);
  expect(await parcels()).toMatchObject([{ orders: ["1"], members: 1 }, { orders: ["2", "3"] }]);
  expect(await sql("select sum(reserved)::int as n from stock")).toEqual([{ n: 3 }]);
  expect(await sql("select order_id from events where kind = 'parcel.left'")).toHaveLength(1);
  await holds();
});

test("another number at the same door is another person: they do not travel together any more", async () => {
  await tell("1");
  await tell("2");
  await tell("2", { buyer: { name: "张三", phone: "19900005678" } }, 5);
  expect(await parcels()).toMatchObject([{ orders: ["1"] }, { orders: ["2"] }]);
  await holds();
});

test("an older telling, one that is starred out, and the same again change nothing", async () => {
  await tell("1");
  await tell("1", { address: OTHER }, -600);
  await tell("1", { address: { ...OTHER, text: "星光花园5幢***" } }, 5);
  await tell("1", {}, 6);
  expect(await sql("select 1 from channel_facts where kind = 'contact'")).toEqual([]);
  expect(await sql("select 1 from orders where contact_at is not null")).toEqual([]);
});

test("told twice at once, and the older word last: the newer one stands", async () => {
  await tell("1");
  const body = (seconds: number, text: string) => {
    const one = JSON.parse(
      ownOrder({ channel_order_id: "1", day_seq: 1, address: { ...OTHER, text } }),
    );
    one.occurred_at = new Date(Date.now() + seconds * 1_000).toISOString();
    return JSON.stringify(one);
  };
  await huiliu.tell("app-1", "order", body(9, "星光花园9幢1单元101室"));
  await huiliu.tell("app-1", "order", body(5, "星光花园5幢1单元101室"));
  await huiliu.drain();
  const [order] = await sql("select address_masked as address from orders");
  expect(String(order?.address)).toContain("9幢");
  await holds();
});

test("once the store picks a shared parcel people take it out; the rider's word is the new door", async () => {
  await tell("1");
  await tell("2");
  await sql("update fulfilment_orders set hold_until = now() - interval '1 second'");
  await releaseParcels(huiliu.context);
  await step("pick_started");
  await tell("2", { address: OTHER }, 5);
  expect(await parcels()).toMatchObject([{ orders: ["1", "2"], status: "picking" }]);
  expect(await cases()).toEqual([{ code: "CONTACT_CHANGED", parcel: true }]);
  const [order] = await sql("select address_masked as address from orders where external_no = '2'");
  expect(String(order?.address)).toContain("5幢");
});

test("with the rider it is too late: the order keeps its door, and people call", async () => {
  await tell("1");
  await sql("update fulfilment_orders set hold_until = now() - interval '1 second'");
  await releaseParcels(huiliu.context);
  await step("handed_over");
  await tell("1", { address: OTHER }, 5);
  expect(await cases()).toEqual([{ code: "CONTACT_CHANGED", parcel: true }]);
  const [order] = await sql("select address_masked as address from orders");
  expect(String(order?.address)).toContain("3幢");
  await holds();
});
