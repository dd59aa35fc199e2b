import { expect, test } from "vitest";
import { demoCity } from "@/server/domain/demo/city";
import { seededRng } from "@/server/domain/kernel/rng";
import { createAgenda } from "../time/agenda";
import { createShelves } from "../warehouse/shelves";
import { moveTowards, streetMetres } from "./grid-path";
import { createRiders } from "./riders";
import { createStores, type ShelfHands } from "./stores";
import type { RiderTask, StoreTask } from "./tasks";

const city = demoCity(7);

function storeTask(id: string, more: Partial<StoreTask> = {}): StoreTask {
  return {
    fulfilment_id: id,
    store_code: "S01",
    status: "released",
    version: 1,
    delivery_owner: "self",
    promise_at: null,
    lines: [
      { line_ref: `${id}-1`, channel: "app", external_no: `A${id}`, sku_code: "K0001", qty: 2 },
    ],
    ...more,
  };
}

function shop(shelves?: ShelfHands) {
  const time = { now: 0 };
  const agenda = createAgenda(() => time.now);
  const events: string[] = [];
  const stages: string[] = [];
  const found: { picked_qty: number }[] = [];
  const stores = createStores({
    stores: city.stores,
    agenda,
    rng: seededRng(1),
    wallMs: () => time.now,
    send: (event) => {
      events.push(`${event.fulfilment_id} ${String(event.event).slice(11)}`);
      if (event.lines) found.push(...(event.lines as { picked_qty: number }[]));
    },
    onStage: (task, stage) => void stages.push(`${task.fulfilment_id} ${stage}`),
    habits: { pickMsPerLine: [20_000, 40_000], shortBps: 0, rejectBps: 0 },
    ...(shelves ? { shelves } : {}),
  });
  const runTo = (ms: number): void => {
    for (; time.now < ms; time.now += 100) agenda.runDue();
  };
  return { stores, events, stages, found, runTo };
}

test("stores: accept, pick, pack, ready; handed over only when a rider takes it", () => {
  const { stores, events, stages, runTo } = shop();
  stores.take(storeTask("f1"));
  runTo(10_000);
  stores.handOver("f1");
  runTo(120_000);
  const steps = ["accepted", "pick_started", "picked", "packed", "ready"].map((s) => `f1 ${s}`);
  expect(events).toEqual(steps);
  expect(stages).toEqual(["f1 open", "f1 ready"]);
  stores.handOver("f1");
  stores.handOver("f1");
  expect(events.at(-1)).toBe("f1 handed_over");
  expect(events).toHaveLength(6);
  stores.take(storeTask("f1", { status: "fulfilled", version: 9 }));
  expect(stores.open()).toBe(0);
});

test("stores: pickup is handed over at once; a cancelled one stops where it is", () => {
  const { stores, events, stages, runTo } = shop();
  stores.take(storeTask("p1", { delivery_owner: "pickup" }));
  stores.take(storeTask("c1"));
  runTo(15_000);
  stores.take(storeTask("c1", { status: "cancelled", version: 3 }));
  runTo(200_000);
  expect(events).toContain("p1 handed_over");
  expect(stages).toContain("p1 collected");
  expect(events.filter((event) => event.startsWith("c1"))).toEqual([
    "c1 accepted",
    "c1 pick_started",
  ]);
  expect(stages).toContain("c1 gone");
});

test("stores: no more pickers than there are", () => {
  const { stores, events, runTo } = shop();
  const pickers = city.stores[0]?.pickers ?? 0;
  for (let i = 0; i < pickers + 5; i += 1) stores.take(storeTask(`f${i}`));
  runTo(12_000);
  expect(events.filter((event) => event.endsWith("pick_started"))).toHaveLength(pickers);
  runTo(300_000);
  expect(events.filter((event) => event.endsWith("ready"))).toHaveLength(pickers + 5);
});

test("stores: pickers find no more than lies there; what a cancelled parcel had goes back", () => {
  const shelves = createShelves([["S01", "K0001", 3]]);
  const { stores, found, runTo } = shop(shelves);
  for (const id of ["f1", "f2", "f3"]) stores.take(storeTask(id));
  stores.take(
    storeTask("t1", {
      lines: [{ line_ref: "t1", channel: "pos", external_no: "P", sku_code: "K0001", qty: 2 }],
    }),
  );
  runTo(120_000);
  expect(found.map((line) => line.picked_qty).sort()).toEqual([0, 1, 2, 2]);
  for (const id of ["f1", "f2", "f3"])
    stores.take(storeTask(id, { status: "cancelled", version: 3 }));
  stores.take(storeTask("f4"));
  stores.take(storeTask("f5", { store_code: "S02" }));
  runTo(240_000);
  expect(found.slice(4).map((line) => line.picked_qty)).toEqual([2, 2]);
});

test("riders: to the shop, wait for ready, to the door, home again", () => {
  const store = city.stores[0];
  if (!store) throw new Error("no shop");
  const events: string[] = [];
  const told: string[] = [];
  const riders = createRiders({
    riders: city.riders,
    stores: city.stores,
    rng: seededRng(4),
    wallMs: () => 0,
    pace: 1,
    send: (event) => void events.push(String(event.event).slice(9)),
    onPickedUp: (id) => void told.push(`up ${id}`),
    onDelivered: (id) => void told.push(`down ${id}`),
  });
  const pickup = { lng_e6: store.lngE6, lat_e6: store.latE6 };
  const task: RiderTask = {
    task_id: "t1",
    rider_code: "R0101",
    store_code: "S01",
    fulfilment_id: "f1",
    status: "assigned",
    version: 1,
    promise_at: null,
    pickup,
    drop: { lng_e6: store.lngE6 + 6_000, lat_e6: store.latE6 - 4_000 },
    ready: false,
  };
  const ride = (fromMs: number, toMs: number): void => {
    for (let ms = fromMs; ms <= toMs; ms += 500) riders.step(ms);
  };
  riders.take(task);
  ride(0, 30_000);
  expect(events).toEqual(["arrived_store"]);
  riders.take({ ...task, ready: true, version: 2 });
  ride(30_500, 400_000);
  expect(events).toEqual(["arrived_store", "picked_up", "delivering", "delivered"]);
  expect(told).toEqual(["up f1", "down f1"]);
  ride(400_500, 900_000);
  const ping = riders.pings().find((one) => one.rider_code === "R0101");
  expect([ping?.lng_e6, ping?.lat_e6]).toEqual([store.lngE6, store.latE6]);
});

test("moveTowards: Manhattan legs, never past the goal", () => {
  const from = { lngE6: 120_000_000, latE6: 30_000_000 };
  const to = { lngE6: 120_010_000, latE6: 30_005_000 };
  const all = streetMetres(from, to);
  const middle = moveTowards(from, to, 500);
  expect(middle.latE6).toBe(from.latE6);
  expect(Math.abs(all - 500 - streetMetres(middle, to))).toBeLessThan(1);
  expect(moveTowards(from, to, 10_000)).toEqual(to);
});
