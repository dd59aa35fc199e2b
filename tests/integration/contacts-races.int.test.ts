import { afterEach, beforeEach, expect, test } from "vitest";
import { listParcelTasks, listRiderTasks } from "@/db/queries/channels/devices";
import { STOCK_KINDS } from "@/server/domain/events";
import { consumeOnce } from "@/server/pipelines/consume";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { INTAKE_GROUP, intakeBatch } from "@/server/pipelines/intake/intake-batch";
import { planChanged } from "@/server/pipelines/publish/plan-figures";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { mapStore } from "@/server/pipelines/repair/map-store";
import { takeContacts } from "@/server/pipelines/track/take-contacts";
import { freshHuiliu, type Huiliu, isDrained } from "./huiliu";
import { accountOf, ask, parcelsThat, releaseNow, sayOrder, tellStep } from "./order-news";
import { interruptedAt, setShelf } from "./stock-world";

/** Another buyer, phone or door told later, where it is told in an unlucky moment. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => ask(huiliu, text);
const A = { text: "星光花园3幢2单元1201室", lng: 120.15, lat: 30.25, coord_sys: "GCJ02" };
const B = { text: "星光花园5幢1单元302室", lng: 120.16, lat: 30.26, coord_sys: "GCJ02" };

const say = (no: string, change: object = {}, seconds = 0) =>
  sayOrder(huiliu, { no, change, seconds });
async function tell(no: string, change: object = {}, seconds = 0): Promise<void> {
  await say(no, change, seconds);
  await huiliu.drain();
}
/** Intake alone: what waits for jobs of its own waits. */
async function intakeOnly(): Promise<void> {
  const { context } = huiliu;
  const consumer = {
    group: INTAKE_GROUP,
    batch: 300,
    lanes: 16,
    handle: (tx: Parameters<typeof intakeBatch>[1], messages: Parameters<typeof intakeBatch>[2]) =>
      intakeBatch(context, tx, messages),
  };
  for (let turn = 0; turn < 200; turn += 1) {
    const taken = await consumeOnce(context, consumer, turn);
    if (taken === 0 && (await isDrained(context.db, INTAKE_GROUP))) return;
  }
}
const step = async (name: string) =>
  tellStep(huiliu, name, { parcels: await parcelsThat(huiliu, "status <> 'cancelled'") });
const release = () => releaseNow(huiliu);
const addressOf = async (no: string) =>
  String((await sql(`select address_masked as a from orders where external_no = '${no}'`))[0]?.a);

test("told of another door and back again, before the first is taken: the newest word stands", async () => {
  await tell("1");
  await say("1", { address: B }, 5);
  await intakeOnly();
  await say("1", { address: A }, 9);
  await intakeOnly();
  await takeContacts(huiliu.context);
  expect(await addressOf("1")).toContain("3幢");
});

test("a parcel that goes to another door is told of to the store's terminal", async () => {
  await tell("1");
  await release();
  await step("pick_started");
  const before = await listParcelTasks(huiliu.context.db, { xid: "0", id: 0 }, 1_000);
  await tell("1", { address: B }, 5);
  const after = await listParcelTasks(huiliu.context.db, before.next, 1_000);
  expect(after.tasks).toHaveLength(1);
});

test("a rider who has the task hears of the new door", async () => {
  await tell("1");
  await release();
  await sql(
    "update riders set online = true, ping_at = now(), lng_e6 = 120150000, lat_e6 = 30250000",
  );
  await step("pick_started");
  await assignRiders(huiliu.context);
  const before = await listRiderTasks(huiliu.context.db, { xid: "0", id: 0 }, 1_000);
  expect(before.tasks).toMatchObject([{ dropLngE6: 120_150_000 }]);
  await tell("1", { address: B }, 5);
  const after = await listRiderTasks(huiliu.context.db, before.next, 1_000);
  expect(after.tasks).toMatchObject([{ dropLngE6: 120_160_000 }]);
});

test("too late and dealt with: the same word again is no new case", async () => {
  await tell("1");
  await release();
  await step("handed_over");
  await tell("1", { address: B }, 5);
  const [one] = await sql("select id from exception_cases where closed_at is null");
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "已联系骑手", by: "usr_1" });
  await tell("1", { address: B }, 9);
  expect(await sql("select code from exception_cases where closed_at is null")).toEqual([]);
});

test("too late: consoles hear of the case", async () => {
  await tell("1");
  await release();
  await step("handed_over");
  const [before] = await sql("select count(*)::int as n from events");
  await tell("1", { address: B }, 5);
  expect(await sql("select code from exception_cases")).toHaveLength(1);
  const [after] = await sql("select count(*)::int as n from events");
  expect(Number(after?.n)).toBeGreaterThan(Number(before?.n));
});

test("a number that is starred out later is no other buyer: the one we have stays", async () => {
  await tell("1");
  await tell("1", { buyer: { name: "张*", phone: "199****1234" } }, 5);
  const [order] = await sql("select phone_key is not null as full from orders");
  expect(order).toEqual({ full: true });
});

const accountId = () => accountOf(huiliu, "app-1");

test("a door told while its store was unknown is a door once the store is mapped", async () => {
  await tell("1", { store_code: "NEW-STORE" });
  await say("1", { store_code: "NEW-STORE", address: B }, 5);
  await intakeOnly();
  await mapStore(huiliu.context, {
    accountId: await accountId(),
    externalCode: "NEW-STORE",
    storeId: 1,
    by: "usr_1",
  });
  await takeContacts(huiliu.context);
  const [order] = await sql("select door_key is not null as door, store_id as store from orders");
  expect(order).toEqual({ door: true, store: 1 });
});

test("a store mapped while another door is taken: the order has the door of its own address", async () => {
  await tell("1", { store_code: "NEW-STORE" });
  await say("1", { store_code: "NEW-STORE", address: B }, 5);
  await intakeOnly();
  // Between the look for waiting orders and the lock on them.
  const context = interruptedAt(huiliu.context, 2, async () => {
    await takeContacts(huiliu.context);
  });
  await mapStore(context, {
    accountId: await accountId(),
    externalCode: "NEW-STORE",
    storeId: 1,
    by: "usr_1",
  });
  await tell("2", { address: B });
  const rows = await sql(
    "select external_no as no, encode(door_key, 'hex') as door from orders order by 1",
  );
  expect(await addressOf("1")).toContain("5幢");
  expect(rows[0]?.door).toBe(rows[1]?.door);
});

test("what a change of address takes from the shelf is told to the other channels", async () => {
  await setShelf(huiliu, 1, 1, 0);
  await tell("1");
  await setShelf(huiliu, 1, 1, 5);
  const [last] = await sql("select max(id)::bigint as id from events");
  await tell("1", { address: B }, 5);
  const [shelf] = await sql("select reserved from stock where store_id = 1 and sku_id = 1");
  expect(shelf).toEqual({ reserved: 1 });
  const kinds = (await sql(`select kind from events where id > ${last?.id}`)).map((r) => r.kind);
  expect(kinds.some((kind) => (STOCK_KINDS as readonly unknown[]).includes(kind))).toBe(true);
  void planChanged;
});

test("a shared parcel is left by whom nobody in it would travel with", async () => {
  await tell("1");
  await tell("2", { buyer: { name: "Tom", phone: "19900001234" } });
  expect(await sql("select members from fulfilment_orders")).toEqual([{ members: 2 }]);
  await tell("2", { buyer: { name: "李四", phone: "19900001234" } }, 5);
  expect(await sql("select members from fulfilment_orders where status <> 'cancelled'")).toEqual([
    { members: 1 },
    { members: 1 },
  ]);
});

test("two who travel together and both move to one other door still travel together", async () => {
  await tell("1");
  await tell("2");
  await say("1", { address: B }, 5);
  await say("2", { address: B }, 5);
  await huiliu.drain();
  expect(await sql("select members from fulfilment_orders where status <> 'cancelled'")).toEqual([
    { members: 2 },
  ]);
  expect(await huiliu.verify()).toEqual([]);
});

test("both members gone from a parcel in picking but the one that moved: its door is the new one", async () => {
  await tell("1");
  await tell("2");
  await release();
  await step("pick_started");
  await tell("2", { address: B }, 5);
  const body = {
    event: "order.cancelled",
    event_id: "c1",
    occurred_at: new Date().toISOString(),
    order: { channel_order_id: "1" },
  };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
  await huiliu.drain();
  expect(
    await sql("select members, lng_e6 as lng from fulfilment_orders where status <> 'cancelled'"),
  ).toEqual([{ members: 1, lng: 120_160_000 }]);
});
