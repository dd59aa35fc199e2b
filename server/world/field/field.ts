import type { DemoCity } from "@/server/domain/demo/types";
import type { Rng } from "@/server/domain/kernel/rng";
import type { Ledger } from "../life/ledger";
import type { Lifecycle, LiveOrder } from "../life/live-order";
import type { HttpClient } from "../send/http-client";
import type { Outbound } from "../send/outbound";
import type { Stats } from "../stats";
import type { Agenda } from "../time/agenda";
import type { WorldClock } from "../time/clock";
import { every } from "../time/every";
import { type DeviceLink, deviceLink } from "./device-link";
import { createPlatformRiders, type PlatformRiders } from "./platform-riders";
import { createRiders } from "./riders";
import { createStores, type ShelfHands, USUAL_STORE } from "./stores";
import { parseRiderTask, parseStoreTask, type StoreTask } from "./tasks";

type FieldDeps = {
  city: DemoCity;
  clock: WorldClock;
  agenda: Agenda;
  ledger: Ledger;
  life: Lifecycle;
  outbound: Outbound;
  stats: Stats;
  client: HttpClient;
  rng: Rng;
  pace: number;
  pickSeconds: readonly [from: number, to: number];
  storeSecret: string;
  riderSecret: string;
  /** What lies on the shelves; pickers find whatever is asked for where nobody keeps any. */
  shelves?: ShelfHands;
};

export type Field = { platformRiders: PlatformRiders; stop(): Promise<void> };

const POLL_MS = 1_000;
const FLUSH_MS = 500;
const PING_MS = 2_000;

/** Shops and riders: two devices of the own contract, and what the world learns from them. */
export function startField(deps: FieldDeps): Field {
  const { clock, agenda, rng, life } = deps;
  const wallMs = clock.wallMs;
  const { storeLink, riderLink } = linksOf(deps);
  const stores = createStores({
    stores: deps.city.stores,
    agenda,
    rng: rng.fork("stores"),
    wallMs,
    send: storeLink.queue,
    ...(deps.shelves ? { shelves: deps.shelves } : {}),
    habits: {
      ...USUAL_STORE,
      pickMsPerLine: [deps.pickSeconds[0] * 1_000, deps.pickSeconds[1] * 1_000],
    },
    onStage: (task, stage) => onStage(deps, platformRiders, { task, stage }),
  });
  const platformRiders = createPlatformRiders({
    agenda,
    clock,
    rng: rng.fork("platform riders"),
    outbound: deps.outbound,
    life: () => life,
    handOver: stores.handOver,
    pace: deps.pace,
  });
  const riders = createRiders({
    riders: deps.city.riders,
    stores: deps.city.stores,
    rng: rng.fork("riders"),
    wallMs,
    pace: deps.pace,
    send: riderLink.queue,
    onPickedUp: (fulfilmentId) => {
      stores.handOver(fulfilmentId);
      for (const live of deps.ledger.ofPart(fulfilmentId)) life.delivering(live);
    },
    onDelivered: (fulfilmentId) => endPart(deps, fulfilmentId),
  });
  const loops = [
    every(POLL_MS, async () => {
      const [storeTasks, riderTasks] = await Promise.all([storeLink.poll(), riderLink.poll()]);
      for (const raw of storeTasks) whenParsed(parseStoreTask(raw), stores.take);
      for (const raw of riderTasks) whenParsed(parseRiderTask(raw), riders.take);
    }),
    every(FLUSH_MS, async () => {
      riders.step(clock.simMs());
      await storeLink.flush();
      await riderLink.flush();
    }),
    every(PING_MS, async () => {
      await riderLink.sendNow("/api/open/v1/rider-pings", { pings: riders.pings() });
    }),
  ];
  return {
    platformRiders,
    stop: async () => {
      await Promise.all(loops.map((stop) => stop()));
    },
  };
}

function linksOf(deps: FieldDeps): { storeLink: DeviceLink; riderLink: DeviceLink } {
  const { client, stats } = deps;
  const wallMs = deps.clock.wallMs;
  const storeLink = deviceLink({
    client,
    wallMs,
    account: "store-app",
    secret: deps.storeSecret,
    tasksPath: "/api/open/v1/store-tasks",
    eventsPath: "/api/open/v1/store-events",
    onTaken: (events) => {
      stats.storeEvents += events;
    },
  });
  const riderLink = deviceLink({
    client,
    wallMs,
    account: "rider-app",
    secret: deps.riderSecret,
    tasksPath: "/api/open/v1/rider-tasks",
    eventsPath: "/api/open/v1/rider-events",
    onTaken: (events) => {
      stats.riderEvents += events;
    },
  });
  return { storeLink, riderLink };
}

function onStage(
  deps: FieldDeps,
  platformRiders: PlatformRiders,
  { task, stage }: { task: StoreTask; stage: "open" | "ready" | "collected" | "gone" },
): void {
  const id = task.fulfilment_id;
  if (stage === "open") {
    for (const line of task.lines) {
      const live = deps.ledger.find(line.channel, line.external_no);
      if (live === null) continue;
      live.parts.set(id, "open");
      deps.ledger.linkPart(id, live);
    }
  } else if (stage === "ready") {
    for (const live of deps.ledger.ofPart(id)) {
      live.parts.set(id, "ready");
      platformRiders.tryPickUp(live);
    }
  } else if (stage === "collected") {
    endPart(deps, id);
  } else {
    for (const live of deps.ledger.ofPart(id)) {
      live.parts.delete(id);
      completeWhenEnded(deps, live);
    }
  }
}

function endPart(deps: FieldDeps, fulfilmentId: string): void {
  for (const live of deps.ledger.ofPart(fulfilmentId)) {
    live.parts.set(fulfilmentId, "ended");
    completeWhenEnded(deps, live);
  }
}

/** An order is over when everything it was split into has arrived; the buyer confirms a little later. */
function completeWhenEnded(deps: FieldDeps, live: LiveOrder): void {
  const isOver = live.parts.size > 0 && [...live.parts.values()].every((s) => s === "ended");
  if (isOver) deps.agenda.after(5_000 + deps.rng.int(55_000), () => deps.life.complete(live));
}

function whenParsed<T>(task: T | null, take: (task: T) => void): void {
  if (task !== null) take(task);
}
