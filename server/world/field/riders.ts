import { randomUUID } from "node:crypto";
import type { DemoRider, DemoStore } from "@/server/domain/demo/types";
import { present } from "@/server/domain/kernel/assert";
import type { Rng } from "@/server/domain/kernel/rng";
import { shanghaiIso } from "../wire/shanghai-time";
import { moveTowards, type Place, streetMetres } from "./grid-path";
import { placeOf, type RiderTask } from "./tasks";

type Riders = {
  take(task: RiderTask): void;
  /** Everybody moves on to the present simulated moment. */
  step(simMs: number): void;
  pings(): Record<string, unknown>[];
};

type RidersDeps = {
  riders: readonly DemoRider[];
  stores: readonly DemoStore[];
  rng: Rng;
  wallMs: () => number;
  /** Against the usual speed. */
  pace: number;
  send: (event: Record<string, unknown>) => void;
  onPickedUp: (fulfilmentId: string) => void;
  onDelivered: (fulfilmentId: string) => void;
};

type Carried = { task: RiderTask; isAtShop: boolean; isOnBoard: boolean };
type Rider = {
  code: string;
  at: Place;
  home: Place;
  metresPerSecond: number;
  carried: Map<string, Carried>;
  /** Standing at a door or a counter until then. */
  busyUntilMs: number;
  waitingSinceMs: number | null;
};

/** A rider with goods on board waits at most so long for the rest. */
const WAIT_MS = 150_000;
const STEP_MS_MAX = 60_000;
const UNDELIVERABLE_BPS = 30;

/** Our own riders with the app in hand: to the shop, wait until ready, round the doors, back. */
export function createRiders(deps: RidersDeps): Riders {
  const riders = new Map(deps.riders.map((rider) => [rider.code, atShop(rider, deps)]));
  let steppedMs: number | null = null;
  return {
    take: (task) => {
      const rider = riders.get(task.rider_code);
      // A task that went to somebody else leaves whoever had it.
      for (const other of riders.values()) {
        if (other !== rider) other.carried.delete(task.task_id);
      }
      if (rider) update(rider, task);
    },
    step: (simMs) => {
      const dtMs = Math.min(STEP_MS_MAX, simMs - (steppedMs ?? simMs));
      steppedMs = simMs;
      for (const rider of riders.values()) walk(deps, rider, { simMs, dtMs });
    },
    pings: () => {
      const at = shanghaiIso(deps.wallMs());
      return [...riders.values()].map((rider) => ({
        rider_code: rider.code,
        lng_e6: rider.at.lngE6,
        lat_e6: rider.at.latE6,
        at,
        online: true,
      }));
    },
  };
}

function atShop(rider: DemoRider, deps: RidersDeps): Rider {
  const store = present(
    deps.stores.find((one) => one.code === rider.storeCode),
    rider.storeCode,
  );
  const home = { lngE6: store.lngE6, latE6: store.latE6 };
  return {
    code: rider.code,
    at: home,
    home,
    metresPerSecond: (5 + deps.rng.int(21) / 10) * deps.pace,
    carried: new Map(),
    busyUntilMs: 0,
    waitingSinceMs: null,
  };
}

function update(rider: Rider, task: RiderTask): void {
  const known = rider.carried.get(task.task_id);
  if (known && task.version < known.task.version) return;
  if (task.status === "delivered" || task.status === "cancelled" || task.status === "returned") {
    rider.carried.delete(task.task_id);
    return;
  }
  if (known) {
    known.task = task;
    return;
  }
  const isOnBoard = task.status === "picked_up" || task.status === "delivering";
  const isAtShop = isOnBoard || task.status === "arrived_store";
  rider.carried.set(task.task_id, { task, isAtShop, isOnBoard });
}

function walk(deps: RidersDeps, rider: Rider, time: { simMs: number; dtMs: number }): void {
  let leftMs = time.dtMs;
  // One step may hold a short ride and an arrival; the bound keeps a strange state from turning for ever.
  for (let i = 0; i < 4 && leftMs > 0 && rider.busyUntilMs <= time.simMs; i += 1) {
    const goal = goalOf(rider, time.simMs);
    const metres = streetMetres(rider.at, goal.place);
    const reachMetres = (leftMs / 1_000) * rider.metresPerSecond;
    if (metres > reachMetres) {
      rider.at = moveTowards(rider.at, goal.place, reachMetres);
      return;
    }
    leftMs -= (metres / rider.metresPerSecond) * 1_000;
    rider.at = goal.place;
    if (goal.kind === "rest") return;
    if (goal.kind === "drop")
      arriveAtDoor(deps, rider, { carried: goal.carried, simMs: time.simMs });
    else if (!arriveAtShop(deps, rider, { place: goal.place, simMs: time.simMs })) return;
  }
}

type Goal =
  | { kind: "rest"; place: Place }
  | { kind: "shop"; place: Place }
  | { kind: "drop"; place: Place; carried: Carried };

/** Doors first while anything is on board (unless still waiting at the counter), then the shop, then home. */
function goalOf(rider: Rider, simMs: number): Goal {
  const all = [...rider.carried.values()];
  const onBoard = all.filter((one) => one.isOnBoard);
  const first = all.find((one) => !one.isOnBoard);
  const isWaiting = rider.waitingSinceMs !== null && simMs - rider.waitingSinceMs < WAIT_MS;
  if (onBoard.length > 0 && !(first && isWaiting)) {
    rider.waitingSinceMs = null;
    const near = onBoard.reduce((a, b) => (doorMetres(rider, b) < doorMetres(rider, a) ? b : a));
    return { kind: "drop", place: placeOf(near.task.drop), carried: near };
  }
  if (first) return { kind: "shop", place: placeOf(first.task.pickup) };
  return { kind: "rest", place: rider.home };
}

function doorMetres(rider: Rider, carried: Carried): number {
  return streetMetres(rider.at, placeOf(carried.task.drop));
}

/** @returns whether anything was taken on board; if not there is nothing to do but wait */
function arriveAtShop(
  deps: RidersDeps,
  rider: Rider,
  { place, simMs }: { place: Place; simMs: number },
): boolean {
  const here = [...rider.carried.values()].filter(
    (one) => !one.isOnBoard && streetMetres(placeOf(one.task.pickup), place) < 30,
  );
  let taken = 0;
  for (const one of here) {
    if (!one.isAtShop) {
      one.isAtShop = true;
      say(deps, one.task, "arrived_store");
    }
    if (!one.task.ready) continue;
    one.isOnBoard = true;
    taken += 1;
    deps.onPickedUp(one.task.fulfilment_id);
    say(deps, one.task, "picked_up");
    say(deps, one.task, "delivering");
  }
  if (taken === 0) return false;
  rider.busyUntilMs = simMs + 10_000 + taken * 4_000;
  rider.waitingSinceMs ??= simMs;
  return true;
}

function arriveAtDoor(
  deps: RidersDeps,
  rider: Rider,
  { carried, simMs }: { carried: Carried; simMs: number },
): void {
  rider.carried.delete(carried.task.task_id);
  rider.busyUntilMs = simMs + 25_000 + deps.rng.int(35_000);
  if (deps.rng.chance(UNDELIVERABLE_BPS)) {
    say(deps, carried.task, "undeliverable");
    return;
  }
  say(deps, carried.task, "delivered");
  deps.onDelivered(carried.task.fulfilment_id);
}

function say(deps: RidersDeps, task: RiderTask, what: string): void {
  deps.send({
    event_id: randomUUID(),
    event: `delivery.${what}`,
    task_id: task.task_id,
    occurred_at: shanghaiIso(deps.wallMs()),
  });
}
