import { beforeEach, expect, test } from "vitest";
import { demoCity } from "@/server/domain/demo/city";
import { seededRng } from "@/server/domain/kernel/rng";
import { ownRequest } from "../platform/own/request";
import type { HttpClient } from "../send/http-client";
import type { Postman } from "../send/postman";
import { createAgenda } from "../time/agenda";
import { worldClock } from "../time/clock";
import {
  createWarehouse,
  USUAL_WAREHOUSE,
  type Warehouse,
  type WarehouseHabits,
} from "./warehouse";

const START = 1_767_240_000_000;
const MINUTE = 60_000;
const city = demoCity(7);
const sku = city.skus[0]!;
const opening = city.openingStock("S01", sku);

type Sent = { path: string; body: Record<string, unknown> & { items: Record<string, unknown>[] } };
let now: number;
let agenda: ReturnType<typeof createAgenda>;
let sent: Sent[];
let ledger: Record<string, unknown>[];
let asked: string[];
let isDown: boolean;
let nonces: number;

beforeEach(() => {
  [now, sent, ledger, asked, isDown, nonces] = [START, [], [], [], false, 0];
});

const sale = (delta: number, kind = "sale") =>
  void ledger.push({
    position: String(ledger.length + 1),
    store_code: "store_s01",
    sku_code: sku.code,
    kind,
    delta,
    at: "2026-01-01T12:00:00+08:00",
  });

function build(habits: Partial<WarehouseHabits> = {}): Warehouse {
  const clock = worldClock(1, () => now);
  agenda = createAgenda(clock.simMs);
  const client: HttpClient = {
    call: async ({ path }) => {
      asked.push(path);
      if (isDown) throw new Error("down");
      const query = new URL(path, "http://h").searchParams;
      const after = Number(query.get("after") || 0);
      const moves = ledger.slice(after, after + Number(query.get("limit")));
      return {
        status: 200,
        text: JSON.stringify({ moves, cursor: String(after + moves.length) }),
      };
    },
    close: () => {},
  };
  const postman: Postman = {
    post: (letter) => {
      const { path, body } = letter.build();
      sent.push({ path, body: JSON.parse(body.toString()) as Sent["body"] });
    },
    pending: () => 0,
    stop: async () => {},
  };
  return createWarehouse({
    city,
    clock,
    agenda,
    client,
    postman,
    secret: "ws",
    rng: seededRng(1),
    habits: { ...USUAL_WAREHOUSE, driftBps: 0, ...habits },
  });
}

function pass(minutes: number): void {
  for (const end = now + minutes * MINUTE; now < end; now += 1_000) agenda.runDue();
}

const onHand = (report: Sent | undefined) =>
  report?.body.items.find((item) => item.sku_code === sku.code)?.on_hand;

function ask(warehouse: Warehouse, path: string, body: unknown, secret = "ws") {
  const text = JSON.stringify(body);
  nonces += 1;
  const request = ownRequest({
    path,
    body: Buffer.from(text),
    account: "wms-1",
    secret,
    nowMs: now,
    nonce: `nonce-${nonces}`.padEnd(16, "0"),
  });
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const header = (name: string) => headers[name] ?? "";
  const answer = warehouse
    .desk({ method: "POST", path, search: "", origin: "", header, body: text })
    ?.answer();
  return { status: answer?.status, ...(JSON.parse(answer?.text ?? "{}") as object) };
}

test("warehouse: no word before our ledger was read to its end; then a snapshot of each shop as of its position", async () => {
  const warehouse = build();
  isDown = true;
  await warehouse.follow();
  pass(60);
  expect(sent).toEqual([]);
  isDown = false;
  for (let i = 0; i < 1_100; i += 1) sale(i % 2 === 0 ? -1 : 1);
  sale(-2);
  await warehouse.follow();
  expect(asked.slice(1).map((path) => path.replace(/.*after=/, ""))).toEqual([
    "&limit=500",
    "500&limit=500",
    "1000&limit=500",
  ]);
  pass(31);
  const snapshots = sent.filter(({ path }) => path === "/api/open/v1/wms/snapshots");
  expect(new Set(snapshots.map(({ body }) => body.store_code)).size).toBe(city.stores.length);
  const first = snapshots.find(({ body }) => body.store_code === "store_s01");
  expect(first?.body).toMatchObject({ last_move: "1101", report_id: expect.any(String) });
  expect(first?.body.items).toHaveLength(city.skus.length);
  expect(onHand(first)).toBe(opening - 2);
  expect(new Set(snapshots.map(({ body }) => body.report_id)).size).toBe(snapshots.length);
});

test("warehouse: corrections of an earlier run are believed, later ones move nothing", async () => {
  const warehouse = build();
  sale(-4, "adjust");
  await warehouse.follow();
  expect(warehouse.shelves.pieces("S01", sku.code)).toBe(opening - 4);
  sale(3, "count");
  await warehouse.follow();
  expect(warehouse.shelves.pieces("S01", sku.code)).toBe(opening - 4);
});

test("warehouse: goods asked for arrive once, as a receipt, and stand in snapshots when our ledger knows them", async () => {
  const warehouse = build({ snapshotMinutes: 10 });
  await warehouse.follow();
  const request = {
    request_no: "RS-1",
    store_code: "store_s01",
    needed_at: "2026-01-01T18:00:00+08:00",
    lines: [{ sku_code: sku.code, qty: 24 }],
  };
  const first = ask(warehouse, "/wms/restock-requests", request);
  expect(first).toMatchObject({ status: 200, code: 0, warehouse_no: expect.stringMatching(/^WH/) });
  expect(ask(warehouse, "/wms/restock-requests", request)).toEqual(first);
  pass(14);
  expect(sent.filter(({ path }) => path.endsWith("/moves"))).toEqual([]);
  pass(30);
  const moves = sent.filter(({ path }) => path.endsWith("/moves"));
  expect(moves).toMatchObject([
    {
      body: {
        store_code: "store_s01",
        items: [{ sku_code: sku.code, kind: "receipt", qty: 24, reason: "RS-1" }],
      },
    },
  ]);
  const latest = () =>
    sent
      .filter(({ path, body }) => path.endsWith("/snapshots") && body.store_code === "store_s01")
      .at(-1);
  expect(onHand(latest())).toBe(opening);
  expect(warehouse.shelves.pieces("S01", sku.code)).toBe(opening + 24);
  sale(24, "receipt");
  await warehouse.follow();
  pass(11);
  expect(onHand(latest())).toBe(opening + 24);
  expect(latest()?.body.last_move).toBe("1");
});

test("warehouse: a count asked for comes later and tells what truly lies there", async () => {
  const warehouse = build({ snapshotMinutes: 0 });
  await warehouse.follow();
  warehouse.shelves.stray("S01", sku.code, -2);
  const request = { store_code: "store_s01", sku_codes: [sku.code, "NONE"] };
  expect(ask(warehouse, "/wms/count-requests", request)).toMatchObject({
    code: 0,
    count_no: expect.any(String),
  });
  pass(2);
  expect(sent).toEqual([]);
  pass(9);
  expect(sent).toMatchObject([
    {
      path: "/api/open/v1/wms/counts",
      body: { items: [{ sku_code: sku.code, counted: opening - 2 }] },
    },
  ]);
});

test("warehouse: who does not sign is not heard; nonsense and unknown shelves are refused", () => {
  const warehouse = build();
  const good = {
    request_no: "RS-1",
    store_code: "store_s01",
    lines: [{ sku_code: sku.code, qty: 1 }],
  };
  const path = "/wms/restock-requests";
  expect(ask(warehouse, path, good, "other")).toMatchObject({ status: 401, code: "BAD_SIGNATURE" });
  expect(ask(warehouse, path, { ...good, lines: [] })).toMatchObject({ status: 400 });
  expect(ask(warehouse, path, { ...good, lines: [{ sku_code: sku.code, qty: 0 }] })).toMatchObject({
    status: 400,
  });
  expect(ask(warehouse, path, { ...good, store_code: "store_s99" })).toMatchObject({ status: 404 });
  expect(ask(warehouse, path, { ...good, lines: [{ sku_code: "X", qty: 1 }] })).toMatchObject({
    status: 404,
  });
  expect(ask(warehouse, "/wms/count-requests", { store_code: "store_s01" })).toMatchObject({
    status: 400,
  });
  expect(ask(warehouse, "/wms/other", good)).toEqual({ status: undefined });
});

test("warehouse: shelves drift from the books when work begins", async () => {
  const warehouse = build({ driftBps: 500 });
  const wrong = () =>
    city.stores.flatMap((store) =>
      city.skus.filter(
        (one) =>
          warehouse.shelves.pieces(store.code, one.code) !== city.openingStock(store.code, one),
      ),
    ).length;
  expect(wrong()).toBe(0);
  await warehouse.follow();
  const cells = city.stores.length * city.skus.length;
  expect(wrong()).toBeGreaterThan(cells * 0.04);
  expect(wrong()).toBeLessThanOrEqual(Math.ceil(cells * 0.05));
});
