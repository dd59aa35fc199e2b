import { writeForm } from "@/server/adapters/channels/form";
import { type Context, createContext } from "@/server/context";
import type { HoldRequest } from "@/server/domain/inventory";
import type { Rng } from "@/server/domain/kernel/rng";
import { seededRng } from "@/server/domain/kernel/rng";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { watchRiders } from "@/server/pipelines/dispatch/watch-riders";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { takeContacts } from "@/server/pipelines/track/take-contacts";
import { takeLateFacts } from "@/server/pipelines/track/take-late-facts";
import { takePayments } from "@/server/pipelines/track/take-payments";
import { watchAcceptance } from "@/server/pipelines/writeback/watch-acceptance";
import { consumeIntake, freshHuiliu, type Huiliu } from "../huiliu";
import { Died, dyingAt, setShelf } from "../stock-world";

/** What the product does not stand yet: unknown articles whose case is closed by hand, or of which oddly many are asked for. */
export const UNKNOWN_ODDITIES = true;

export type Item = { sku: string; qty: number };
export type OwnOrder = {
  account: string;
  no: string;
  change: Record<string, unknown>;
  items: Item[];
};
export type PlatformOrder = {
  no: string;
  goods: Record<string, unknown>[];
  change: Record<string, string>;
  /** The number of what its buyer applied for last. */
  applied: string | null;
};
type Message = { account: string; topic: string; body: string };

/** What random histories are made of: two stores, several channels on their shelves, two processes. */
export type World = {
  huiliu: Huiliu;
  context: Context;
  /** A second process with its own memory of shops and articles. */
  other: Context;
  rng: Rng;
  /** Everything that happens has a number, and a time that grows with it. */
  n: number;
  own: OwnOrder[];
  platform: PlatformOrder[];
  checkouts: HoldRequest[];
  transfers: number[];
  frozen: { id: number; code: string };
  told: Message[];
  /** Messages on their way: what is told later comes before them. */
  late: Message[];
  /** Unknown articles and shops so far; a mapped one gets another name. */
  unknown: number;
};

export type Step = readonly [weight: number, name: string, step: (world: World) => Promise<void>];

export const STORES = [1, 2] as const;
/** Normal, normal, weighed (grams); the bundle draws on the first two. */
export const ARTICLES = { normal: [1, 2], weighed: 3, bundle: 600 } as const;

export async function newWorld(seed: number): Promise<World> {
  const huiliu = await freshHuiliu();
  const { db } = huiliu.context;
  await db`insert into bundles values (${ARTICLES.bundle}, 1, 2), (${ARTICLES.bundle}, 2, 1)`;
  await db`update skus set unit = 'gram', portion = 250 where id = ${ARTICLES.weighed}`;
  // Whoever waits for our word has waited for long.
  await db`update channel_accounts set config = config || '{"acceptDeadlineSeconds": 0}' where code = 'meituan-1'`;
  const [frozen] = await db<{ id: number; code: string }[]>`
    select id, code from skus where zone = 'frozen' order by id limit 1`;
  if (!frozen) throw new Error("no frozen article");
  for (const storeId of STORES) {
    for (const skuId of ARTICLES.normal) await setShelf(huiliu, storeId, skuId, 30);
    await setShelf(huiliu, storeId, ARTICLES.weighed, 6_000);
    await setShelf(huiliu, storeId, frozen.id, 16);
  }
  const process = (name: string) =>
    createContext(huiliu.context.config, huiliu.database.url, { name, connections: 6 });
  return {
    ...{ huiliu, context: process("one"), other: process("other"), frozen },
    rng: seededRng(seed).fork("histories"),
    ...{ n: 0, unknown: 1 },
    ...{ own: [], platform: [], checkouts: [], transfers: [], told: [], late: [] },
  };
}

export async function closeWorld({ huiliu, context, other }: World): Promise<void> {
  await Promise.all([context.close(), other.close()]);
  await huiliu.close();
}

export const pick = <T>({ rng }: World, list: readonly T[]): T | undefined =>
  list.length === 0 ? undefined : rng.pick(list);

/** Of rows in the order of their ids about one in three; all where `all` is said. */
export const some = <T>({ rng }: World, rows: readonly T[], all: boolean): T[] =>
  rows.filter(() => rng.chance(all ? 10_000 : 3_333));

/** The next moment, or one that is over. */
export function soon(world: World, back = 0): string {
  world.n += 1;
  return new Date(Date.now() + world.n * 20 - back).toISOString();
}

/** What no channel has taught us yet. */
export const unknownSku = ({ unknown }: World): string => `NOBODY-${unknown}`;
export const unknownStore = ({ unknown }: World): string => `NEW-STORE-${unknown}`;

/** One message into the log, now or later, and what is done about it. */
export async function tell(world: World, message: Message): Promise<void> {
  const { huiliu, rng, late, told } = world;
  told.push(message);
  if (rng.chance(500)) {
    late.push(message);
    return;
  }
  await huiliu.tell(message.account, message.topic, message.body);
  await work(world);
}

export const tellOwn = (world: World, account: string, body: object | string): Promise<void> =>
  tell(world, {
    account,
    topic: "order",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** A push of 美团: a form whose values are encoded twice. */
export async function tellPlatform(
  world: World,
  topic: string,
  fields: Record<string, string>,
): Promise<void> {
  world.n += 1;
  const at = String(Math.floor(Date.now() / 1_000) + world.n);
  const all = Object.entries({ timestamp: at, ctime: at, utime: at, ...fields });
  const twice = all.map(([key, value]) => [key, encodeURIComponent(value)]);
  const body = writeForm(Object.fromEntries(twice));
  await tell(world, { account: "meituan-1", topic, body });
}

/** What was told is told again, or what was on its way arrives. */
export async function tellAgain(world: World): Promise<void> {
  const arrived = world.late.shift();
  const message = arrived ?? pick(world, world.told.slice(-30));
  if (!message) return;
  await world.huiliu.tell(message.account, message.topic, message.body);
  await work(world);
}

type Job = (context: Context) => Promise<unknown>;
const JOBS: readonly Job[] = [
  consumeIntake,
  takeLateFacts,
  takePayments,
  takeContacts,
  (context) => releaseParcels(context),
  (context) => settleDebts(context),
  (context) => assignRiders(context),
  (context) => watchRiders(context),
  (context) => watchAcceptance(context),
];

/** Mostly everything is done. Now and then a job dies in the middle, only intake runs, or two processes work at once. */
export async function work(world: World): Promise<void> {
  const { rng, context, other, huiliu } = world;
  if (rng.chance(1_200)) await die(world, rng.chance(5_000) ? consumeIntake : rng.pick(JOBS));
  if (rng.chance(1_000)) return void (await consumeIntake(context));
  if (rng.chance(1_000)) await Promise.all([round(context), round(other)]);
  await huiliu.drainAs(rng.chance(8_000) ? context : other);
}

async function round(context: Context): Promise<void> {
  for (const job of JOBS) await job(context);
}

/** A job whose process is shut down at one of its statements. */
async function die({ rng, context }: World, job: Job): Promise<void> {
  await job(dyingAt(context, 1 + rng.int(30))).catch((error: unknown) => {
    if (!(error instanceof Died)) throw error;
  });
}

/** Nothing is on its way any more, and everything that was told is taken. */
export async function settle(world: World): Promise<void> {
  for (const { account, topic, body } of world.late.splice(0))
    await world.huiliu.tell(account, topic, body);
  await world.huiliu.drainAs(world.context);
  await round(world.context);
}
