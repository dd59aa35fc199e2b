import { afterEach, beforeEach, expect, test } from "vitest";
import { listParked } from "@/db/queries/orders/parked";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { watchRiders } from "@/server/pipelines/dispatch/watch-riders";
import { failedWork } from "./failed-work";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  await sql("update riders set online = false, load = 0");
});
afterEach(() => huiliu.close());
const { sql, poison, mend, restedSince } = failedWork(() => huiliu.context.db);

/** An order whose parcel is being picked, its promise so many minutes from now. @returns its parcel */
async function parcelOf(no: string, store: string, minutes: number, sku = "K0001") {
  const address = { text: `星光花园${no}幢2单元1201室`, coord_sys: "GCJ02" };
  const order = { channel_order_id: no, store_code: `store_${store.toLowerCase()}`, address };
  await huiliu.tell("app-1", "order", ownOrder(order, [{ sku, qty: 1 }]));
  await huiliu.drain();
  const [row] = await sql(
    `update fulfilment_orders set status = 'picking', handshake = 'accepted', promise_at = now() + interval '${minutes} minutes'
     where id = (select lead_fulfilment_id from orders where external_no = '${no}') returning id`,
  );
  return Number(row?.id);
}
const onDuty = (store: string, more = "") =>
  sql(`update riders set online = true, ping_at = now() + interval '1 hour' ${more}
    where id = (select min(id) from riders where store_id = (select id from stores where code = '${store}'))`);
const assigned = async () =>
  (await sql("select fulfilment_id::int as id from delivery_tasks order by 1")).map((r) => r.id);
/** Parcels like this one, more urgent. */
const likeIt = (id: number, count: number) =>
  sql(`insert into fulfilment_orders (id, store_id, lane, delivery_owner, parcel_class, status, handshake, promise_at, weight_grams,
      volume_ml, members, mergeable)
    select -n, store_id, lane, delivery_owner, parcel_class, status, handshake, promise_at - interval '20 minutes', weight_grams,
      volume_ml, members, false from fulfilment_orders, generate_series(1, ${count}) n where id = ${id}`);

test("dispatch: a store without riders, however urgent its parcels, keeps no other store's waiting", async () => {
  const starved = await parcelOf("1", "S01", 30);
  await likeIt(starved, 150);
  const served = await parcelOf("2", "S02", 40);
  await onDuty("S02");
  expect(await assignRiders(huiliu.context)).toBe(1);
  expect(await assigned()).toEqual([served]);
});

test("dispatch: parcels that need a cold box nobody has keep no others of their store waiting", async () => {
  const [frozen] = await sql(`select code from skus where zone = 'frozen' order by id limit 1`);
  const cold = await parcelOf("1", "S01", 30, String(frozen?.code));
  await likeIt(cold, 150);
  await sql(`insert into fulfilment_lines (fulfilment_id, order_id, line_no, sku_id, qty)
    select -n, l.order_id, l.line_no, l.sku_id, 1 from fulfilment_lines l, generate_series(1, 150) n where l.fulfilment_id = ${cold}`);
  const warm = await parcelOf("2", "S01", 40);
  await onDuty("S01", ", cold_box = false");
  expect(await assignRiders(huiliu.context)).toBe(1);
  expect(await assigned()).toEqual([warm]);
});

test("dispatch: one store's many parcels do not fill the round of another's", async () => {
  const many = await parcelOf("1", "S01", 30);
  await likeIt(many, 150);
  const other = await parcelOf("2", "S02", 40);
  await onDuty("S01", ", capacity = 1");
  await onDuty("S02");
  await assignRiders(huiliu.context);
  expect(await assigned()).toContain(other);
});

const cases = () =>
  sql(`select e.fulfilment_id::int as id, e.cause, e.outcome, e.closed_at is null as open, o.open_exceptions as on_order
    from exception_cases e join orders o on o.id = e.order_id where e.code = 'NO_RIDER' order by e.id`);
const picked = (id: number, minutesAgo: number) =>
  sql(
    `update fulfilment_orders set status = 'packed', picked_at = now() - interval '${minutesAgo} minutes' where id = ${id}`,
  );

test("no rider: a parcel that has waited five minutes is a case, once; given to a rider it is over", async () => {
  const id = await parcelOf("1", "S01", 60);
  await picked(id, 4);
  expect(await watchRiders(huiliu.context)).toBe(0);
  await picked(id, 6);
  expect(await watchRiders(huiliu.context)).toBe(1);
  expect(await watchRiders(huiliu.context)).toBe(0);
  const cause = "已等骑手 6 分钟，仍无骑手接单";
  expect(await cases()).toEqual([{ id, cause, outcome: null, open: true, on_order: 1 }]);
  await onDuty("S01");
  expect(await assignRiders(huiliu.context)).toBe(1);
  await watchRiders(huiliu.context);
  expect(await cases()).toMatchObject([{ outcome: "assigned", open: false, on_order: 0 }]);
  // The rider gives up long after: it waits anew from then on.
  await sql("update delivery_tasks set status = 'carrier_cancelled', fact_at = now()");
  expect(await watchRiders(huiliu.context)).toBe(0);
  await sql("update delivery_tasks set fact_at = now() - interval '5 minutes'");
  expect(await watchRiders(huiliu.context)).toBe(1);
  expect(
    await watchRiders(huiliu.context, {
      waitMinutes: 9,
      promiseMinutes: 1,
      aheadMinutes: 30,
      handledMinutes: 30,
    }),
  ).toBe(0);
});

test.each(["handed_over", "cancelled"])(
  "no rider: near its promise it is a case though it is being picked; %s, it is over",
  async (status) => {
    const id = await parcelOf("1", "S01", 9);
    const later = await parcelOf("2", "S01", 30);
    expect(await watchRiders(huiliu.context)).toBe(1);
    expect(await cases()).toMatchObject([{ id, cause: expect.stringMatching("距承诺送达只剩") }]);
    await sql(`update fulfilment_orders set status = '${status}' where id in (${id}, ${later})`);
    await watchRiders(huiliu.context);
    expect(await cases()).toMatchObject([{ outcome: status, open: false, on_order: 0 }]);
  },
);

test("no rider: a case that cannot be written rests, its neighbours have theirs", async () => {
  const ids = [await parcelOf("1", "S01", 5), await parcelOf("2", "S01", 6)];
  await poison("exception_cases", `new.subject = 'parcel:${ids[0]}'`);
  await watchRiders(huiliu.context);
  expect((await cases()).map((c) => c.id)).toEqual([ids[1]]);
  expect(await listParked(huiliu.context.db, 9)).toMatchObject([{ job: "no-rider", tries: 1 }]);
  await mend("exception_cases");
  await restedSince("0 seconds");
  await watchRiders(huiliu.context);
  expect((await cases()).map((c) => c.id)).toEqual([ids[1], ids[0]]);
  expect(await listParked(huiliu.context.db, 9)).toEqual([]);
});
