import { afterEach, beforeEach, expect, test } from "vitest";
import { freshHuiliu, type Huiliu } from "./huiliu";
import {
  ask,
  deliverReady,
  expectTrueBooks,
  openCasesOf,
  parcelsThat,
  releaseNow,
  sayOrder,
  tellStep,
} from "./order-news";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => ask(huiliu, text);
const B = { text: "星光花园5幢1单元302室", lng: 120.16, lat: 30.26, coord_sys: "GCJ02" };
async function tell(
  no: string,
  change: object = {},
  seconds = 0,
  items?: { sku: string; qty: number }[],
): Promise<void> {
  await sayOrder(huiliu, { no, change, seconds, ...(items && { items }) });
  await huiliu.drain();
}
const parcels = () =>
  sql(`select f.status, f.members, f.lng_e6 as lng,
      array(select distinct o.external_no from fulfilment_lines l join orders o on o.id = l.order_id
        where l.fulfilment_id = f.id and l.cancelled < l.qty order by 1) as orders
    from fulfilment_orders f where f.status <> 'cancelled' order by f.id`);

test("away to another door and back again: the order is behind its first door, with whoever waits there", async () => {
  await tell("1");
  await tell("2");
  await tell("2", { address: B }, 5);
  expect(await parcels()).toMatchObject([{ orders: ["1"] }, { orders: ["2"] }]);
  await tell("2", {}, 9);
  const [order] = await sql("select address_masked as a from orders where external_no = '2'");
  expect(String(order?.a)).toContain("3幢");
  expect(await openCasesOf(huiliu)).toEqual([]);
  expect(await parcels()).toMatchObject([{ orders: ["1", "2"] }]);
  await expectTrueBooks(huiliu);
  await releaseNow(huiliu);
  const ids = await parcelsThat(huiliu, "status <> 'cancelled'");
  await tellStep(huiliu, "ready", { parcels: ids });
  await deliverReady(huiliu);
  expect(await sql("select external_no as no, phase from orders order by 1")).toMatchObject([
    { no: "1", phase: "done" },
    { no: "2", phase: "done" },
  ]);
  await expectTrueBooks(huiliu);
});

test("two boxes of one order, one shared, both being picked: what is to be taken out of the shared one stays a case", async () => {
  const [frozen] = await sql("select code from skus where zone = 'frozen' order by id limit 1");
  await tell("1", {}, 0, [{ sku: "K0001", qty: 1 }]);
  const items = [
    { sku: "K0001", qty: 1 },
    { sku: String(frozen?.code), qty: 1 },
  ];
  await tell("2", {}, 0, items);
  expect(await parcels()).toMatchObject([{ orders: ["1", "2"] }, { orders: ["2"] }]);
  await releaseNow(huiliu);
  const ids = await parcelsThat(huiliu, "status <> 'cancelled'");
  await tellStep(huiliu, "pick_started", { parcels: ids });
  await tell("2", { address: B }, 5, items);
  expect(await parcels()).toMatchObject([
    { orders: ["1", "2"], lng: 120_150_000 },
    { orders: ["2"], lng: 120_160_000 },
  ]);
  expect(await openCasesOf(huiliu)).toEqual([{ code: "CONTACT_CHANGED" }]);
});

test("moved away while the store picks and back again: nothing has to be taken out any more, and its case is over", async () => {
  await tell("1");
  await tell("2");
  await releaseNow(huiliu);
  await tellStep(huiliu, "pick_started", { parcels: await parcelsThat(huiliu, "true") });
  await tell("2", { address: B }, 5);
  expect(await openCasesOf(huiliu)).toEqual([{ code: "CONTACT_CHANGED" }]);
  await tell("2", {}, 9);
  expect(await openCasesOf(huiliu)).toEqual([]);
});

test("another number told while the store picks, then the first again: its case is over", async () => {
  await tell("1");
  await tell("2");
  await releaseNow(huiliu);
  await tellStep(huiliu, "pick_started", { parcels: await parcelsThat(huiliu, "true") });
  await tell("2", { buyer: { name: "张三", phone: "19900005678" } }, 5);
  await tell("2", {}, 9);
  expect(await openCasesOf(huiliu)).toEqual([]);
});

test("of three being picked two strangers move to one door, the third is cancelled: the strangers still have to be taken apart", async () => {
  await tell("1");
  await tell("2");
  await tell("3");
  await releaseNow(huiliu);
  await tellStep(huiliu, "pick_started", { parcels: await parcelsThat(huiliu, "true") });
  await tell("1", { address: B }, 5);
  await tell("2", { address: B, buyer: { name: "李四", phone: "19900005678" } }, 6);
  const body = {
    event: "order.cancelled",
    event_id: "c8",
    occurred_at: new Date(Date.now() + 7000).toISOString(),
    order: { channel_order_id: "3" },
  };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
  await huiliu.drain();
  // 2 is another person at the same door: still to be taken out.
  expect(await openCasesOf(huiliu)).toContainEqual({ code: "CONTACT_CHANGED" });
});
