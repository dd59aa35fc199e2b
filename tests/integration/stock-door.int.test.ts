import { afterEach, beforeEach, expect, test } from "vitest";
import { expireHolds } from "@/server/pipelines/inventory/holds/end-holds";
import { type Door, openDoor } from "./door";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { setShelf, shelfOf } from "./stock-world";

const APP = "/api/open/v1/channels/app";
const SKU = 7;

let huiliu: Huiliu;
let door: Door;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  await setShelf(huiliu, 1, SKU, 20);
  door = await openDoor(huiliu.context);
});
afterEach(async () => {
  await door.stop();
  await huiliu.close();
});

type Told = { status: number; body: Record<string, unknown> };

async function post(path: string, body: object, account = "app-1"): Promise<Told> {
  const answer = await door.send(door.sign(JSON.stringify(body), { path, account }));
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, unknown> };
}
async function get(path: string, account = "app-1"): Promise<Told> {
  const answer = await door.send(door.sign("", { path, account, method: "GET" }));
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, unknown> };
}
const wish = (key: string, qty: number, more: object = {}) => ({
  reservation_key: key,
  store_code: "store_s01",
  items: [{ sku_code: "K0007", qty }],
  ...more,
});

test("a checkout over HTTP: looked at, kept, asked again, extended once, left; short, changed and ended ones are told so", async () => {
  const look = await get(`${APP}/availability?store_code=store_s01&sku_codes=K0007,NOPE`);
  expect(look.body).toMatchObject({
    code: 0,
    items: [
      { sku_code: "K0007", qty: 20 },
      { sku_code: "NOPE", qty: 0, unknown: true },
    ],
  });
  const kept = await post(`${APP}/reservations`, wish("c1", 15));
  expect(kept).toMatchObject({ status: 200, body: { code: 0, whole: true } });
  expect(await post(`${APP}/reservations`, wish("c1", 15))).toEqual(kept);
  expect(await post(`${APP}/reservations`, wish("c1", 14))).toMatchObject({
    status: 409,
    body: { code: "KEY_CONFLICT" },
  });
  expect(await post(`${APP}/reservations`, wish("c2", 9))).toMatchObject({
    status: 409,
    body: { code: "SHORT", items: [{ asked: 9, granted: 0 }] },
  });
  expect(await post(`${APP}/reservations`, wish("c3", 9, { mode: "PART" }))).toMatchObject({
    status: 200,
    body: { whole: false, items: [{ asked: 9, granted: 5 }] },
  });
  expect((await post(`${APP}/reservations/c1/extend`, {})).status).toBe(200);
  expect((await post(`${APP}/reservations/c1/extend`, {})).body.code).toBe("NOT_EXTENDABLE");
  expect((await post(`${APP}/reservations/none/extend`, {})).status).toBe(404);
  expect((await post(`${APP}/reservations/c1/release`, {})).body).toEqual({ code: 0, released: 1 });
  expect((await post(`${APP}/reservations/c1/release`, {})).body).toEqual({ code: 0, released: 0 });
  expect((await post(`${APP}/reservations`, wish("c1", 15))).body.code).toBe("EXPIRED");
  expect((await shelfOf(huiliu, 1, SKU)).reserved).toBe(5);
  expect(await huiliu.verify()).toEqual([]);
});

test("what is wrong with a wish is told by its field, and nothing is kept; nobody else's channel may ask", async () => {
  const bad = [
    [wish("c1", 0), "BAD_FIELD"],
    [{ ...wish("c1", 1), items: [] }, "BAD_FIELD"],
    [wish("c1", 1, { store_code: "nowhere" }), "UNKNOWN_STORE"],
    [{ ...wish("c1", 1), items: [{ sku_code: "NOPE", qty: 1 }] }, "UNKNOWN_SKU"],
  ] as const;
  for (const [body, code] of bad)
    expect(await post(`${APP}/reservations`, body)).toMatchObject({ status: 400, body: { code } });
  expect((await post(`${APP}/reservations`, wish("c1", 1), "mini-1")).status).toBe(401);
  expect((await get(`${APP}/availability?store_code=store_s01&sku_codes=`)).status).toBe(400);
  expect((await shelfOf(huiliu, 1, SKU)).reserved).toBe(0);
});

test("an unpaid order's time may be extended once by its number; the warehouse reads what we booked, from where it stopped", async () => {
  const unpaid = ownOrder({ channel_order_id: "u1", status: "UNPAID" }, [{ sku: "K0007", qty: 2 }]);
  await huiliu.tell("app-1", "order", unpaid);
  await huiliu.drain();
  expect((await post(`${APP}/reservations/u1/extend`, {})).status).toBe(200);
  await huiliu.context
    .db`update reservations set expires_at = now() - interval '1 second' where state = 'held'`;
  expect(await expireHolds(huiliu.context)).toBe(1);
  await huiliu.context.db`
    insert into stock_ledger (store_id, sku_id, kind, delta, ref)
    select 1, ${SKU}, 'receipt', n, 'feed:' || n from generate_series(1, 5) as n`;
  const feed = "/api/open/v1/wms/ledger";
  let cursor = "";
  const deltas: number[] = [];
  // A page may be short while somebody else's transaction is open: read on until all are here.
  while (deltas.length < 5) {
    const page = await get(`${feed}?after=${cursor}&limit=2`, "wms-1");
    const { moves } = page.body as { moves: { delta: number; store_code: string }[] };
    for (const move of moves) {
      expect(move).toMatchObject({ store_code: "store_s01", sku_code: "K0007", kind: "receipt" });
      deltas.push(move.delta);
    }
    cursor = String(page.body.cursor);
  }
  expect(deltas).toEqual([1, 2, 3, 4, 5]);
  expect((await get(`${feed}?after=yesterday`, "wms-1")).status).toBe(400);
});
