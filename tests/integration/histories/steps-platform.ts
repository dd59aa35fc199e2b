import { writeBack } from "@/server/pipelines/writeback/write-back";
import type { ChannelClient } from "@/server/ports/channel";
import { PortError } from "@/server/ports/port-error";
import { meituanGoods, meituanOrder } from "../channel-news";
import {
  type PlatformOrder,
  pick,
  STORES,
  type Step,
  tellPlatform,
  unknownSku,
  unknownStore,
  type World,
} from "./world";

const PRICE = 9.9;
const PARTNERS = { ourRiders: "0000", theirRiders: "1001" };

async function placeOrder(world: World): Promise<void> {
  const { rng, platform, frozen } = world;
  const no = `70${String(platform.length + 1).padStart(6, "0")}`;
  const known = ["K0001", "K0002", frozen.code];
  const goods = Array.from({ length: 1 + rng.int(2) }, (_, i) => {
    const sku = rng.chance(500) ? unknownSku(world) : rng.pick(known);
    return meituanGoods(sku, 1 + rng.int(3), PRICE, { item_id: `it${i}` });
  });
  const change = {
    logistics_code: rng.pick(Object.values(PARTNERS)),
    status: rng.pick(["2", "4"]),
    recipient_address: address(world),
    app_poi_code: rng.chance(400) ? unknownStore(world) : `store_s0${rng.pick(STORES)}`,
  };
  const order: PlatformOrder = { no, goods, change, applied: null };
  platform.push(order);
  await tellPlatform(world, "order-paid", meituanOrder(no, goods, change));
}

const address = ({ rng }: World): string => `星光花园 (${1 + rng.int(3)}幢1单元101室)`;

type News = (world: World, order: PlatformOrder) => Promise<void>;

/** Taken by us, perhaps with another door; done; taken back. */
const confirmed: News = (world, { no, goods, change }) =>
  tellPlatform(
    world,
    "order-confirmed",
    meituanOrder(no, goods, { ...change, status: "4", recipient_address: address(world) }),
  );
/** The platform ends an order. */
export const complete: News = (world, { no, goods, change }) =>
  tellPlatform(world, "order-completed", meituanOrder(no, goods, { ...change, status: "8" }));
const cancelled: News = (world, { no }) =>
  tellPlatform(world, "order-cancelled", { order_id: no, reason: "x", reason_code: "1001" });

const apply: News = async (world, order) => {
  order.applied = `a${order.no}-${world.n}`;
  const words = { reason: "不想要了", notify_type: "apply", res_type: "0" };
  await tellPlatform(world, "refund-full", {
    order_id: order.no,
    refund_id: order.applied,
    ...words,
  });
};
/** Mostly of what was applied for; a merchant may also give back by himself. */
const answer: News = async (world, { no, applied }) => {
  const [notify_type, res_type] = world.rng.pick([
    ["agree", "2"],
    ["reject", "1"],
    ["cancelRefund", "7"],
  ] as const);
  const refund_id = applied ?? `m${no}-${world.n}`;
  await tellPlatform(world, "refund-full", { order_id: no, refund_id, notify_type, res_type });
};
/** Some pieces, or money without pieces. */
const part: News = async (world, { no, goods }) => {
  const one = world.rng.pick(goods);
  const isPieces = world.rng.chance(6_000);
  const code = { app_food_code: one.app_food_code, sku_id: one.sku_id };
  const food = isPieces && [{ ...code, count: 1, refund_price: PRICE }];
  await tellPlatform(world, "refund-partial", {
    ...{ order_id: no, refund_id: `p${no}-${world.n}`, notify_type: "agree", res_type: "4" },
    money: isPieces ? PRICE.toFixed(2) : "3.00",
    ...(food && { food: JSON.stringify(food) }),
  });
};
/** 接单, 到店, 取货, 送达, 取消. */
const rode: News = async (world, { no, change }) => {
  if (change.logistics_code === PARTNERS.ourRiders) return;
  const logistics_status = world.rng.pick(["10", "15", "20", "40", "40", "100"]);
  await tellPlatform(world, "delivery-status", { order_id: no, logistics_status });
};

/** Money that is owed goes back. */
export async function payBack(world: World, no: string, fen: number): Promise<void> {
  const money = (fen / 100).toFixed(2);
  const flags = { notify_type: "agree", res_type: "4", money };
  await tellPlatform(world, "refund-partial", { order_id: no, refund_id: `back-${no}`, ...flags });
}

/** A platform that does not take our word. */
const refuse = async (): Promise<never> => {
  throw new PortError("rejected", "订单状态不允许");
};
const REFUSING: ChannelClient = { detail: refuse, confirm: refuse, cancel: refuse, recent: refuse };

/** Channels hear what we accept and what we cannot deliver; now and then one refuses it. */
export async function writeAllBack({ rng, context }: World, refusedBps = 2_000): Promise<void> {
  const client = rng.chance(refusedBps) ? REFUSING : null;
  await context.db`update writebacks set due_at = now() where state = 'waiting'`;
  await writeBack({ ...context, clientOf: () => client });
}

const of =
  (news: News) =>
  async (world: World): Promise<void> => {
    const order = pick(world, world.platform);
    if (order) await news(world, order);
  };

export const PLATFORM_STEPS: readonly Step[] = [
  [8, "a platform's order", placeOrder],
  [3, "confirmed", of(confirmed)],
  [2, "the platform completes", of(complete)],
  [2, "the platform cancels", of(cancelled)],
  [3, "applied for", of(apply)],
  [3, "agreed or refused", of(answer)],
  [2, "a part given back", of(part)],
  [5, "the platform's rider", of(rode)],
  [4, "our word", (world) => writeAllBack(world)],
];
