import { demoCity } from "@/server/domain/demo/city";
import { type Rng, seededRng } from "@/server/domain/kernel/rng";
import { drawFate } from "./faults";
import { type Field, startField } from "./field/field";
import { createLedger, type Ledger } from "./life/ledger";
import { createLifecycle, type LifecycleDeps } from "./life/lifecycle";
import { type Lifecycle, newLiveOrder } from "./life/live-order";
import { NO_TRUTH, type Truth, truthFile } from "./life/truth";
import type { WorldOptions } from "./options";
import { createDemand } from "./orders/demand";
import { type Generator, orderGenerator } from "./orders/generator";
import type { OrderChannel, WorldOrder } from "./orders/order";
import type { Desk } from "./platform/desk";
import { type PlatformServer, startPlatformServer } from "./platform/server";
import type { ShopWindow } from "./platform/shop-window";
import { type ShownGoods, shownGoods } from "./platform/shown-goods";
import { createWeather, WALL_TIMERS, type Weather } from "./platform/weather/weather";
import { weatherDesk } from "./platform/weather/weather-desk";
import { worldDesks, worldWindow } from "./platform/world-desks";
import type { Moment } from "./scenarios";
import { createGroupFiles, type GroupFiles } from "./send/group-files";
import { type HttpClient, httpClient } from "./send/http-client";
import { createOutbound, type Outbound } from "./send/outbound";
import { createPostman, type Postman } from "./send/postman";
import { createStats, type Stats } from "./stats";
import { type Agenda, createAgenda } from "./time/agenda";
import { type WorldClock, worldClock } from "./time/clock";
import { every } from "./time/every";
import type { Shelves } from "./warehouse/shelves";
import { createWarehouse, type Warehouse, WMS_ACCOUNT } from "./warehouse/warehouse";
import { type Signing, secretOf } from "./wire/new-order";

export type World = {
  stats: Stats;
  /** The platforms' port, useful when 0 was asked for. */
  port: number;
  /** Trouble on the platforms' port; may be changed while the world runs. */
  weather: Weather;
  /** What the platforms show. */
  window: ShopWindow;
  /** What truly lies in the shops. */
  shelves: Shelves;
  pending(): number;
  live(): number;
  /** No more orders; waiting group orders leave; everybody else goes on. */
  hush(): void;
  /** No more orders, waiting group orders leave, truth is written. */
  stop(): Promise<void>;
};

const TICK_MS = 50;
/** The warehouse reads our ledger so often. */
const FOLLOW_MS = 1_000;
/** Letters on the way get so long to arrive when the world stops. */
const DRAIN_MS = 2_000;
const SWEEP_MS = 60_000;
const CLOGGED_FROM = 20_000;

/** The world, running: people order, platforms push and answer, shops pick, riders ride. */
export async function startWorld(
  options: WorldOptions,
  secrets: Readonly<Record<string, string>>,
  wallMs: () => number = Date.now,
): Promise<World> {
  const ground = layGround(options, secrets, wallMs);
  const warehouse = openWarehouse(ground);
  const { life, field } = startLife(ground, warehouse.shelves);
  const stopFollowing = every(FOLLOW_MS, warehouse.follow);
  const server = await startPlatforms(ground, life, warehouse.desk).catch(async (error: Error) => {
    await Promise.all([field.stop(), stopFollowing()]);
    throw error;
  });
  const group = createGroupFiles({ agenda: ground.agenda, outbound: ground.outbound, wallMs });
  const demand = createDemand({
    ...ground,
    scenario: options.scenario,
    ratePerMinute: options.ratePerMinute,
    rng: ground.rng.fork("demand"),
    isClogged: () => ground.postman.pending() > CLOGGED_FROM,
    onOrder: placer(ground, life, group),
  });
  demand.start();
  group.start();
  const { ledger, clock, postman } = ground;
  const hush = (): void => {
    demand.stop();
    group.flush();
  };
  const timers = [
    setInterval(ground.agenda.runDue, TICK_MS),
    setInterval(() => ledger.sweep(clock.simMs()), SWEEP_MS),
  ];
  return {
    stats: ground.stats,
    port: server.port,
    weather: ground.weather,
    window: ground.window,
    shelves: warehouse.shelves,
    pending: postman.pending,
    live: ledger.size,
    hush,
    stop: async () => {
      hush();
      for (const timer of timers) clearInterval(timer);
      await Promise.all([field.stop(), stopFollowing()]);
      await postman.stop(DRAIN_MS);
      await server.close();
      ground.client.close();
      ledger.flush();
      await ground.truth.close();
    },
  };
}

/** What everything in the world stands on. */
type Ground = {
  options: WorldOptions;
  signing: Signing;
  city: ReturnType<typeof demoCity>;
  clock: WorldClock;
  agenda: Agenda;
  stats: Stats;
  truth: Truth;
  ledger: Ledger;
  rng: Rng;
  client: HttpClient;
  postman: Postman;
  outbound: Outbound;
  generator: Generator;
  window: ShopWindow;
  shown: ShownGoods;
  weather: Weather;
  moment: () => Moment;
  isDown: (channel: OrderChannel) => boolean;
};

function layGround(
  options: WorldOptions,
  secrets: Readonly<Record<string, string>>,
  wallMs: () => number,
): Ground {
  const clock = worldClock(options.speed, wallMs);
  const stats = createStats();
  const truth = options.truthPath === null ? NO_TRUTH : truthFile(options.truthPath);
  const city = demoCity(options.seed);
  const signing: Signing = { secrets, callbackBase: options.callbackBase };
  const client = httpClient(options.gateway);
  const postman = createPostman({ client });
  const moment = momentOf(options, clock.simMs);
  const isDown = (channel: OrderChannel): boolean => options.scenario.isDown(channel, moment());
  const agenda = createAgenda(clock.simMs);
  const window = worldWindow(city, wallMs);
  const shown = shownGoods(window);
  const rng = seededRng(options.seed).fork("world");
  const whenUp = (channel: OrderChannel, go: () => void): void => {
    if (isDown(channel)) agenda.after(OUTAGE_LOOK_MS, () => whenUp(channel, go));
    else go();
  };
  return {
    options,
    signing,
    city,
    clock,
    agenda,
    stats,
    truth,
    ledger: createLedger(truth),
    rng,
    window,
    shown,
    weather: createWeather({
      rng: seededRng(options.seed).fork("weather"),
      rates: options.weather,
      timers: { ...WALL_TIMERS, nowMs: wallMs },
    }),
    client,
    postman,
    outbound: createOutbound({ postman, signing, stats, wallMs, whenUp }),
    generator: orderGenerator({
      city,
      seed: options.seed,
      startMs: wallMs(),
      hotFactor: options.scenario.hotFactor,
      shown: shown.pieces,
    }),
    moment,
    isDown,
  };
}

function openWarehouse(ground: Ground): Warehouse {
  return createWarehouse({
    ...ground,
    secret: secretOf(ground.signing, WMS_ACCOUNT),
    // Its own root: drawing from the world's here would move every stream behind it.
    rng: seededRng(ground.options.seed).fork("warehouse"),
    habits: ground.options.warehouse,
    onReport: () => {
      ground.stats.stockReports += 1;
    },
  });
}

function startLife(ground: Ground, shelves: Shelves): { life: Lifecycle; field: Field } {
  const { options, signing } = ground;
  // Life and riders know each other; the object is filled before anything runs.
  const deps: LifecycleDeps = {
    ...ground,
    rng: ground.rng.fork("life"),
    acceptMs: options.acceptMinutes * 60_000,
    isDown: ground.isDown,
  };
  const life = createLifecycle(deps);
  const field = startField({
    ...ground,
    life,
    shelves,
    rng: ground.rng.fork("field"),
    pace: options.scenario.pace,
    pickSeconds: options.pickSeconds,
    storeSecret: secretOf(signing, "store-app"),
    riderSecret: secretOf(signing, "rider-app"),
  });
  deps.onAccepted = field.platformRiders.assign;
  return { life, field };
}

const OUTAGE_LOOK_MS = 5_000;

function startPlatforms(ground: Ground, life: Lifecycle, warehouse: Desk): Promise<PlatformServer> {
  const { options, generator, weather } = ground;
  const desks = [
    ...worldDesks({ ...ground, life, numbers: generator.numbers }),
    warehouse,
    weatherDesk(weather),
  ];
  return startPlatformServer({ port: options.port, desks, weather });
}

function placer(ground: Ground, life: Lifecycle, group: GroupFiles): (order: WorldOrder) => void {
  const { options, clock, outbound, generator } = ground;
  const rng = ground.rng.fork("fate");
  return (order) => {
    const fate = drawFate(options.faults, order, rng);
    const live = newLiveOrder(order, fate, { wallMs: clock.wallMs(), simMs: clock.simMs() });
    life.begin(live);
    if (order.channel === "group") group.add(live);
    if (fate.isForged) {
      outbound.forge({ ...order, externalNo: generator.numbers.externalNo(order.channel) });
    }
  };
}

function momentOf(options: WorldOptions, simMs: () => number): () => Moment {
  const startMs = simMs();
  const runMs = options.minutes > 0 ? options.minutes * 60_000 * options.speed : null;
  return () => ({ simMs: simMs(), elapsedMs: simMs() - startMs, runMs });
}
