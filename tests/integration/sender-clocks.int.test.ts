import { afterEach, beforeEach, expect, test } from "vitest";
import { measureLag } from "@/db/queries/upkeep/wall";
import { showId } from "@/server/domain/kernel/ids";
import { businessDayOf, type Instant } from "@/server/domain/kernel/instant";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { type Door, openDoor } from "./door";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
let door: Door;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  door = await openDoor(huiliu.context);
});
afterEach(async () => {
  await door.stop();
  await huiliu.close();
});

const sql = <T = Record<string, unknown>>(text: string) =>
  huiliu.context.db.unsafe<(T & Record<string, unknown>)[]>(text);
const clockCases = async () =>
  (
    await sql<{ cause: string }>("select cause from exception_cases where code = 'CLOCK_WRONG'")
  ).map((c) => c.cause);
const today = () => businessDayOf(Date.now() as Instant);
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

function sale(receipt: string, soldAt: string, [sku, qty, fen]: [string, number, number]) {
  const { order } = JSON.parse(ownOrder({}, [{ sku, qty, fen }])) as { order: object };
  return { terminal_id: "T9", receipt_no: receipt, sold_at: soldAt, order };
}
async function sell(...sales: object[]): Promise<void> {
  await huiliu.tell("pos-1", "pos-sales", JSON.stringify({ sales }));
  await huiliu.drain();
}

test("a receipt's number again, at another time: three sales; one told twice stays one", async () => {
  const first = sale("000701", ago(3600), ["K0020", 2, 500]);
  await sell(first);
  await sell({ ...first, sold_at: ago(30) });
  await sell(sale("000701", ago(20), ["K0021", 3, 700]));
  await sell(first, { ...first, order: { ...first.order, remark: "again" } });
  const sold = await sql("select paid_fen, trade from orders order by placed_at");
  expect(sold).toEqual([
    { paid_fen: 1000, trade: "completed" },
    { paid_fen: 1000, trade: "completed" },
    { paid_fen: 2100, trade: "completed" },
  ]);
  expect(await sql("select code from exception_cases where code = 'CONTENT_CONFLICT'")).toEqual([]);
  expect(await huiliu.verify()).toEqual([]);
});

test("a till in 2036 and in 1970: its sales are of today, the wall's delay stays one, a case names the till once", async () => {
  await sell(sale("clk-2036", "2036-11-28T04:00:00+08:00", ["K0022", 1, 300]));
  await sell(sale("clk-1970", "1970-01-01T08:03:11+08:00", ["K0022", 1, 300]));
  const rows = await sql(
    "select business_day::text as day, placed_at = inbox_at as arrived, trade_fact_at = inbox_at as told from orders",
  );
  expect(rows).toEqual([1, 2].map(() => ({ day: today(), arrived: true, told: true })));
  const now = Date.now();
  const [lag] = await measureLag(huiliu.context.db, now, now - 60_000);
  expect(lag?.p99).toBeGreaterThanOrEqual(0);
  expect(lag?.p99).toBeLessThan(60_000);
  const cases = await clockCases();
  expect(cases).toHaveLength(1);
  expect(cases[0]).toContain("T9");
  expect(cases[0]).toContain("2036-11-28 04:00:00");
  await sell(sale("clk-1970", "1970-01-01T08:03:11+08:00", ["K0022", 1, 300]));
  expect(await sql("select 1 from orders")).toHaveLength(2);
  expect(await huiliu.verify()).toEqual([]);
});

test("platforms, own senders and files: an order of tomorrow is one of now, one of three days ago stays there", async () => {
  const tomorrow = String(Math.floor(Date.now() / 1000) + 86_400);
  const goods = [meituanGoods("K0001", 1, 9.9)];
  await tellMeituan(
    huiliu,
    "order-paid",
    meituanOrder("77001", goods, { ctime: tomorrow, utime: tomorrow, status: "2" }),
  );
  const own = JSON.parse(ownOrder({ channel_order_id: "own" })) as object;
  await huiliu.tell("app-1", "order", JSON.stringify({ ...own, occurred_at: ago(-86_400) }));
  const late = JSON.parse(ownOrder({ channel_order_id: "late" })) as object;
  await huiliu.tell("app-1", "order", JSON.stringify({ ...late, occurred_at: ago(3 * 86_400) }));
  const file =
    "订单号,门店编码,商品编码,数量,单价(元),实付(元),下单时间\nG1,store_s01,K0001,1,3,3,1970-01-01 08:03:11\n";
  await huiliu.tell("group-1", "file", file);
  await huiliu.drain();
  const days = await sql(
    "select external_no as no, business_day::text as day from orders order by 1",
  );
  expect(days).toEqual([
    { no: "77001", day: today() },
    { no: "G1", day: today() },
    { no: "late", day: businessDayOf((Date.now() - 3 * 86_400_000) as Instant) },
    { no: "own", day: today() },
  ]);
  expect(await clockCases()).toHaveLength(3);
  expect(await huiliu.verify()).toEqual([]);
});

test("a terminal's step of 2036 is one of now, and the case names the store", async () => {
  await huiliu.tell("app-1", "order", ownOrder());
  await huiliu.drain();
  await sql("update fulfilment_orders set hold_until = now()");
  await releaseParcels(huiliu.context);
  const [parcel] = await sql<{ id: number }>("select id from fulfilment_orders");
  const step = (event: string, occurred_at: string) => ({
    event,
    event_id: event,
    occurred_at,
    fulfilment_id: showId("fulfilment", parcel?.id ?? 0),
  });
  const events = [
    step("fulfilment.accepted", "2036-11-28T04:00:00+08:00"),
    step("fulfilment.picked", "1970-01-01T08:03:11+08:00"),
  ];
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events }));
  await huiliu.drain();
  expect(
    await sql(
      "select status, picked_at between now() - interval '1 minute' and now() as ok from fulfilment_orders",
    ),
  ).toEqual([{ status: "picked", ok: true }]);
  const cases = await clockCases();
  expect(cases).toHaveLength(1);
  expect(cases[0]).toContain("S01");
});

test("a phone in 1970 still tells where its rider is now, and a case names the rider once", async () => {
  const [rider] = await sql<{ code: string }>("select code from riders order by id limit 1");
  const send = async (at: string, lng_e6: number) => {
    const pings = [{ rider_code: rider?.code, lng_e6, lat_e6: 30_250_000, at }];
    const wire = door.sign(JSON.stringify({ pings }), {
      path: "/api/open/v1/rider-pings",
      account: "rider-app",
    });
    expect((await door.send(wire)).status).toBe(200);
  };
  await send(new Date().toISOString(), 120_150_000);
  await send("1970-01-01T08:03:11+08:00", 120_160_000);
  await send("1970-01-01T08:03:15+08:00", 120_170_000);
  expect(await sql(`select lng_e6 as at from riders where code = '${rider?.code}'`)).toEqual([
    { at: 120_170_000 },
  ]);
  const cases = await clockCases();
  expect(cases).toHaveLength(1);
  expect(cases[0]).toContain(rider?.code);
});
