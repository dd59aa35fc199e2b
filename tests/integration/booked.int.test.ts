import { afterEach, beforeEach, expect, test } from "vitest";
import { shopCodeOn } from "@/server/domain/demo/accounts";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/** Orders for a window of tomorrow, on every protocol. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const HOUR = 3_600_000;
const LEAD = 45 * 60_000;
const tomorrow = Math.floor(Date.now() / 1000) * 1000 + 20 * HOUR;
const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const parcels = () =>
  sql(`select f.status, extract(epoch from f.hold_until) * 1000 as until, o.phase from fulfilment_orders f
    join orders o on o.id = (select order_id from fulfilment_lines l where l.fulfilment_id = f.id limit 1)
    where f.status <> 'cancelled' order by f.id`);

const booked = (from: number | null, to: number, mode = "DELIVERY") =>
  ownOrder({
    channel_order_id: `B${from}-${mode}`,
    delivery_mode: mode,
    expect: {
      type: "BOOKED",
      from: from === null ? null : new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    },
  });

async function elemeOrder(no: string): Promise<void> {
  const seconds = Math.floor(Date.now() / 1000);
  const data = {
    order: {
      order_id: no,
      order_index: 7,
      status: 5,
      create_time: String(seconds - 60),
      confirm_time: seconds - 30,
      business_type: "0",
      send_immediately: 2,
      send_time: tomorrow / 1000,
      latest_send_time: tomorrow / 1000 + 1800,
      delivery_party: "6",
      pay_type: 2,
      pay_status: 2,
      total_fee: 390,
      user_fee: 390,
      send_fee: 0,
      package_fee: 0,
      discount_fee: 0,
    },
    user: { name: "沈女士", phone: "13900002101", address: "预约苑5幢1单元101室" },
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
  await huiliu.tell("eleme-1", "detail", JSON.stringify(data));
}

test("an order for tomorrow waits on its shelf, on all three protocols, and goes shortly before its window", async () => {
  await huiliu.tell("app-1", "order", booked(tomorrow, tomorrow + HOUR / 2));
  await huiliu.tell("app-1", "order", booked(tomorrow, tomorrow + HOUR / 2, "PICKUP"));
  const change = { delivery_time: String((tomorrow + HOUR / 2) / 1000), logistics_code: "1001" };
  await tellMeituan(
    huiliu,
    "order-paid",
    meituanOrder("801", [meituanGoods("K0001", 1, 3.9)], change),
  );
  await elemeOrder("501");
  await huiliu.drain();
  await releaseParcels(huiliu.context);
  const waiting = { status: "open", phase: "to_release", until: String(tomorrow - LEAD) };
  const shown = (await parcels()).map((p) => ({ ...p, until: String(Number(p.until)) }));
  expect(shown).toEqual([waiting, waiting, waiting, waiting]);
  await sql("update fulfilment_orders set hold_until = now() - interval '1 second'");
  await releaseParcels(huiliu.context);
  expect((await parcels()).map((p) => p.status)).toEqual(Array(4).fill("released"));
  expect(await huiliu.verify()).toEqual([]);
});

test("as soon as possible and a window of tomorrow behind one door do not travel together", async () => {
  const address = { text: "预约苑5幢1单元101室", coord_sys: "GCJ02" };
  const expect_ = {
    type: "BOOKED",
    from: null,
    to: new Date(tomorrow).toISOString(),
  };
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ channel_order_id: "later", address, expect: expect_ }),
  );
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "now", address }));
  await huiliu.drain();
  const [merged] = await sql("select count(*)::int as n from merge_groups");
  expect(merged?.n).toBe(0);
  expect((await parcels()).map((p) => p.status).sort()).toEqual(["open", "waiting_merge"]);
  expect(await huiliu.verify()).toEqual([]);
});

test("no rider sets out for a booked order before its window is near", async () => {
  await huiliu.tell("app-1", "order", booked(tomorrow, tomorrow + HOUR / 2));
  await huiliu.drain();
  await sql("update fulfilment_orders set status = 'picking', handshake = 'accepted'");
  await sql(
    "update riders set online = true, ping_at = now() + interval '1 hour', lng_e6 = 120150000, lat_e6 = 30250000",
  );
  expect(await assignRiders(huiliu.context)).toBe(0);
  await sql("update fulfilment_orders set promise_from = now() + interval '29 minutes'");
  expect(await assignRiders(huiliu.context)).toBe(1);
});
