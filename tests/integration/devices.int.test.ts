import { afterEach, beforeEach, expect, test } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
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

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);

/** From now on this device's credential acts for these alone. */
async function bind(account: string, codes: string[]): Promise<void> {
  const bound = JSON.stringify({ actsFor: codes });
  await sql(`update channel_accounts set config = config || '${bound}' where code = '${account}'`);
  const seen = async () =>
    [...(await huiliu.context.catalog.refresh()).accounts.values()].find((a) => a.code === account)
      ?.config.actsFor;
  await expect.poll(seen).toEqual(codes);
}

/** A released parcel in each of the first two stores. */
async function parcels(): Promise<{ id: number; storeId: number }[]> {
  for (const store of ["store_s01", "store_s02"])
    await huiliu.tell("app-1", "order", ownOrder({ store_code: store }));
  await huiliu.drain();
  await sql("update fulfilment_orders set hold_until = now()");
  await releaseParcels(huiliu.context);
  return await huiliu.context.db<{ id: number; storeId: number }[]>`
    select id, store_id as "storeId" from fulfilment_orders order by store_id`;
}

const tasks = async () => {
  const wire = door.sign("", {
    path: "/api/open/v1/store-tasks",
    account: "store-app",
    method: "GET",
  });
  const { tasks: rows } = JSON.parse((await door.send(wire)).text) as {
    tasks: { store_code: string }[];
  };
  return rows.map((row) => row.store_code);
};

test("a terminal sees its store's parcels and no other's", async () => {
  await parcels();
  expect(await tasks()).toEqual(["S01", "S02"]);
  await bind("store-app", ["S02"]);
  expect(await tasks()).toEqual(["S02"]);
  await bind("store-app", []);
  expect(await tasks()).toEqual([]);
});

test("a terminal that speaks of another store's parcel changes nothing, and is seen", async () => {
  const [first, second] = await parcels();
  await bind("store-app", ["S02"]);
  const events = [first, second].map((parcel) => ({
    event: "fulfilment.accepted",
    event_id: `e${parcel?.id}`,
    occurred_at: new Date().toISOString(),
    fulfilment_id: showId("fulfilment", parcel?.id ?? 0),
  }));
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events }));
  await huiliu.drain();
  expect(await sql("select handshake from fulfilment_orders order by store_id")).toEqual([
    { handshake: "submitted" },
    { handshake: "accepted" },
  ]);
  expect(await sql("select code from exception_cases where code = 'NOT_YOURS'")).toHaveLength(1);
  expect(await huiliu.verify()).toEqual([]);
});

const ping = (rider: string, change: Record<string, unknown> = {}) =>
  door.send(
    door.sign(
      JSON.stringify({
        pings: [
          {
            rider_code: rider,
            lng_e6: 120_150_000,
            lat_e6: 30_250_000,
            at: new Date().toISOString(),
            ...change,
          },
        ],
      }),
      { path: "/api/open/v1/rider-pings", account: "rider-app" },
    ),
  );
const riders = async () =>
  (await sql("select code from riders order by id limit 2")).map((r) => String(r.code));

test("a phone tells where its rider is, and nobody else's", async () => {
  const [mine = "", other = ""] = await riders();
  await bind("rider-app", [mine]);
  expect((await ping(mine)).status).toBe(200);
  expect((await ping(other)).status).toBe(403);
  expect(await sql(`select 1 from riders where code = '${other}' and lng_e6 = 120150000`)).toEqual(
    [],
  );
});

test("a ping dated ahead is one of now: the rider is off duty when his phone falls silent", async () => {
  const [rider = ""] = await riders();
  const ahead = new Date(Date.now() + 3 * 86_400_000).toISOString();
  expect((await ping(rider, { at: ahead })).status).toBe(200);
  const isNow = async () =>
    (await sql(`select ping_at <= now() as ok from riders where code = '${rider}'`))[0]?.ok;
  expect(await isNow()).toBe(true);
  await sql(`update riders set ping_at = now() + interval '3 days' where code = '${rider}'`);
  expect((await ping(rider)).status).toBe(200);
  expect(await isNow()).toBe(true);
});

test("a coordinate that is none, a time no clock shows: 400, not 503 for ever", async () => {
  const [rider = ""] = await riders();
  for (const odd of [
    { lng_e6: 3_000_000_000 },
    { lat_e6: 91_000_000 },
    { at: "9999-12-31T23:59:59Z" },
    { rider_code: "x\u0000" },
    { rider_code: "x".repeat(65) },
  ])
    expect([odd, (await ping(rider, odd)).status]).toEqual([odd, 400]);
});
