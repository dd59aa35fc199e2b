import type { DemoHousehold, DemoPerson } from "@/server/domain/demo/household-types";
import type { DemoCity, DemoSku } from "@/server/domain/demo/types";
import { present } from "@/server/domain/kernel/assert";
import { type Rng, seededRng } from "@/server/domain/kernel/rng";
import { ADDRESS_STYLES, demoHouseholds, writeAddress } from "@/server/world/people/households";
import { accountOn, platformOn } from "../platform/platforms";
import { fillBasket, type Shelf, shelfOf } from "./basket";
import { drawFollowUps, type FollowUp, type Wish } from "./follow-ups";
import { type Numbers, runNumbers } from "./numbers";
import type { DeliveryOwner, OrderChannel, WorldOrder } from "./order";

/** Of a hundred orders, how many come from where. */
const CHANNEL_SHARES: readonly (readonly [OrderChannel, number])[] = [
  ["meituan", 26],
  ["app", 22],
  ["mini", 20],
  ["pos", 16],
  ["eleme", 12],
  ["group", 4],
];
const SELF_BPS: Partial<Record<OrderChannel, number>> = { meituan: 3_500, eleme: 2_500 };
const PICKUP_BPS: Record<OrderChannel, number> = {
  app: 1_000,
  mini: 1_200,
  pos: 0,
  meituan: 300,
  eleme: 200,
  group: 6_000,
};
const BOOKED_BPS = 1_200;
const REMARKS = ["放门口", "不要放辣", "请轻拿轻放", "到了打电话", "多给一个袋子"];

export type Generator = {
  numbers: Numbers;
  /** Somebody's order at a moment, and what it will lead to. */
  order(atMs: number, wish?: Wish): { order: WorldOrder; followUps: readonly FollowUp[] };
};

type GeneratorOptions = {
  city: DemoCity;
  seed: number;
  /** Also part of the external numbers. */
  startMs: number;
  households?: number;
  /** How much more popular hot articles are than usual. */
  hotFactor?: number;
  /** Whether a channel takes orders at the moment; all do by default. */
  isOpen?: (channel: OrderChannel, atMs: number) => boolean;
  /** Pieces that a channel shows of an article; null, the default, where it shows no number and sells any. */
  shown?: (channel: OrderChannel, storeCode: string, skuCode: string) => number | null;
};

/** The seeded stream of orders: the same seed and the same moments give the same orders. */
export function orderGenerator(options: GeneratorOptions): Generator {
  const root = seededRng(options.seed);
  const households = demoHouseholds(options.city, root.fork("households"), options.households);
  const town = townOf(options.city, households, shelfOf(options.city.skus, options.hotFactor));
  const rng = root.fork("orders");
  const numbers = runNumbers(options.seed, options.startMs);
  const isOpen = options.isOpen ?? (() => true);
  const drawOpen = (atMs: number): OrderChannel => {
    for (let i = 0; i < 5; i += 1) {
      const channel = drawChannel(rng);
      if (isOpen(channel, atMs)) return channel;
    }
    return "mini";
  };
  return {
    numbers,
    order: (atMs, wish) => {
      const channel = wish === undefined ? drawOpen(atMs) : wish.channel;
      const household = wish?.household ?? rng.pick(households);
      const person = wish?.person ?? rng.pick(household.people);
      const order = makeOrder({
        channel: isOpen(channel, atMs) ? channel : "mini",
        household,
        person,
        atMs,
        town,
        rng,
        numbers,
        shown: options.shown ?? (() => null),
      });
      return { order, followUps: drawFollowUps(order, town.neighbourOf, rng) };
    },
  };
}

type Town = {
  city: DemoCity;
  shelf: Shelf;
  neighbourOf: (household: DemoHousehold) => DemoHousehold;
  storeOf: (household: DemoHousehold) => DemoCity["stores"][number];
};

function townOf(city: DemoCity, households: readonly DemoHousehold[], shelf: Shelf): Town {
  const stairs = new Map<string, DemoHousehold[]>();
  for (const household of households) {
    const { compound, building, unit } = household.door;
    const key = `${compound.id}-${building}-${unit}`;
    const list = stairs.get(key);
    if (list) list.push(household);
    else stairs.set(key, [household]);
  }
  const stores = new Map(city.stores.map((store) => [store.code, store]));
  return {
    city,
    shelf,
    neighbourOf: (household) => {
      const { compound, building, unit } = household.door;
      const stair = stairs.get(`${compound.id}-${building}-${unit}`) ?? [];
      return stair.find((other) => other !== household) ?? household;
    },
    storeOf: (household) => present(stores.get(household.storeCode), household.storeCode),
  };
}

type Making = {
  channel: OrderChannel;
  household: DemoHousehold;
  person: DemoPerson;
  atMs: number;
  town: Town;
  rng: Rng;
  numbers: Numbers;
  shown: NonNullable<GeneratorOptions["shown"]>;
};

/** Who finds nothing on a platform that is still sold there goes to the 小程序. */
function makeOrder(from: Making): WorldOrder {
  const { channel, household, person, atMs, town, rng, numbers } = from;
  const store = town.storeOf(household);
  const isPos = channel === "pos";
  const isPickup = !isPos && rng.chance(PICKUP_BPS[channel]);
  const isDelivered = !isPos && !isPickup;
  const bare = {
    channel,
    account: accountOn(channel).code,
    externalNo: numbers.externalNo(channel),
    store,
    daySeq: numbers.daySeq(channel, store.code, atMs),
    placedAtMs: atMs,
    // A customer at the till is nobody we know; a member card would be another channel.
    household: isPos ? null : household,
    person: isPos ? null : person,
    deliveryMode: isPos ? ("POS" as const) : isPickup ? ("PICKUP" as const) : ("DELIVERY" as const),
    deliveryOwner: drawOwner(channel, isDelivered, rng),
    expect: isPos ? null : drawExpect(channel, atMs, rng),
    buyer: isPos
      ? { name: "", phone: "", phoneExt: null, maskedPhone: null }
      : platformOn(channel).buyer({ person, channel, rng }),
    address: isDelivered ? addressOn(channel, household, rng) : null,
  };
  const piecesOf = (sku: DemoSku) => from.shown(channel, store.code, sku.code);
  const basket = fillBasket(town.shelf, channel, { rng, at: { isDelivered, piecesOf } });
  if (basket === null) return makeOrder({ ...from, channel: "mini" });
  return { ...bare, ...basket, remark: rng.chance(2_500) ? rng.pick(REMARKS) : "" };
}

function drawOwner(channel: OrderChannel, isDelivered: boolean, rng: Rng): DeliveryOwner {
  if (!isDelivered) return "pickup";
  const selfBps = SELF_BPS[channel];
  return selfBps === undefined || rng.chance(selfBps) ? "self" : "platform";
}

const HALF_HOUR_MS = 30 * 60_000;

function drawExpect(channel: OrderChannel, atMs: number, rng: Rng): WorldOrder["expect"] {
  if (channel !== "group" && !rng.chance(BOOKED_BPS)) return null;
  const first = Math.ceil(atMs / HALF_HOUR_MS) * HALF_HOUR_MS;
  const fromMs = first + (1 + rng.int(channel === "group" ? 6 : 3)) * HALF_HOUR_MS;
  return { fromMs, toMs: fromMs + HALF_HOUR_MS };
}

/** Some channels write POI and door, geocoded behind; the others as people type. The pin is some metres off. */
function addressOn(
  channel: OrderChannel,
  household: DemoHousehold,
  rng: Rng,
): NonNullable<WorldOrder["address"]> {
  const own = ADDRESS_STYLES.filter((style) => style !== "geocoded");
  const { geocodedBps } = platformOn(channel);
  const style = geocodedBps > 0 && rng.chance(geocodedBps) ? "geocoded" : rng.pick(own);
  return {
    text: writeAddress(household.door, style, rng),
    lngE6: household.door.lngE6 + rng.int(301) - 150,
    latE6: household.door.latE6 + rng.int(261) - 130,
  };
}

function drawChannel(rng: Rng): OrderChannel {
  let mark = rng.int(CHANNEL_SHARES.reduce((sum, [, share]) => sum + share, 0));
  for (const [channel, share] of CHANNEL_SHARES) {
    if (mark < share) return channel;
    mark -= share;
  }
  return "app";
}
