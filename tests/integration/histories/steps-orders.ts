import { expireHolds, releaseHold } from "@/server/pipelines/inventory/holds/end-holds";
import { holdGoods } from "@/server/pipelines/inventory/holds/hold-goods";
import { ownOrder } from "../huiliu";
import {
  ARTICLES,
  type Item,
  type OwnOrder,
  pick,
  STORES,
  type Step,
  soon,
  tell,
  tellOwn,
  UNKNOWN_ODDITIES,
  unknownSku,
  unknownStore,
  type World,
} from "./world";

const DOORS = [1, 2].map((i) => ({
  text: `星光花园${i}幢1单元101室`,
  lng: 120.15 + i / 100,
  lat: 30.25,
  coord_sys: "GCJ02",
}));
/** Two of one household, a stranger, and one with the household's phone and another name. */
const BUYERS = [
  { name: "张三", phone: "19900001234" },
  { name: "张四", phone: "19900001234" },
  { name: "王五", phone: "19900005678" },
  { name: "Tom", phone: "19900001234" },
];
const storeCode = (storeId: number): string => `store_s0${storeId}`;

function goods(world: World): Item[] {
  const { rng, frozen } = world;
  return Array.from({ length: 1 + rng.int(3) }, () => {
    const isUnknown = rng.chance(700);
    const known = ["K0001", "K0002", "K0003", frozen.code, "K0600"];
    const isMany = rng.chance(200) && (!isUnknown || UNKNOWN_ODDITIES);
    return {
      sku: isUnknown ? unknownSku(world) : rng.pick(known),
      qty: isMany ? 500 : 1 + rng.int(3),
    };
  });
}

/** What of a checkout still has its goods promised. */
function checkoutOf(world: World, account: string) {
  if (!world.rng.chance(4_000)) return undefined;
  const accountId = account === "app-1" ? 1 : 2;
  return world.checkouts.find((c) => c.accountId === accountId);
}

function wish(world: World): Record<string, unknown> {
  const { rng } = world;
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();
  return {
    status: rng.chance(7_000) ? "NEW" : "UNPAID",
    address: rng.pick(DOORS),
    buyer: rng.chance(5_000) ? BUYERS[0] : rng.pick(BUYERS),
    store_code: rng.chance(400) ? unknownStore(world) : storeCode(rng.pick(STORES)),
    delivery_mode: rng.chance(8_000) ? "DELIVERY" : rng.pick(["PICKUP", "PLATFORM"]),
    ...(rng.chance(800) && { expect: { type: "BOOKED", from: hours(3), to: hours(4) } }),
  };
}

async function placeOrder(world: World): Promise<void> {
  const { rng, own } = world;
  const no = `H${own.length + 1}`;
  const account = rng.pick(["app-1", "mini-1"]);
  const checkout = checkoutOf(world, account);
  const change: Record<string, unknown> = { channel_order_id: no, ...wish(world) };
  const items = goods(world);
  if (checkout) {
    change.reservation_key = checkout.holdKey;
    change.store_code = storeCode(checkout.storeId);
    if (rng.chance(7_000))
      items[0] = { sku: `K000${checkout.items[0]?.draws[0]?.skuId}`, qty: 1 + rng.int(3) };
  }
  own.push({ account, no, change, items });
  await tellOwn(world, account, ownOrder(change, items));
}

/** A fact about one of the orders, or about one that is given. */
export async function say(
  world: World,
  event: string,
  more: object = {},
  order: OwnOrder | undefined = pick(world, world.own),
): Promise<void> {
  if (!order) return;
  const occurred_at = soon(world);
  const body = { event, event_id: `h${world.n}`, occurred_at, ...more };
  await tellOwn(world, order.account, { ...body, order: { channel_order_id: order.no } });
}

/** A piece, an amount about no line, a line without an amount of its own, or all. */
async function refund(world: World): Promise<void> {
  const order = pick(world, world.own);
  if (!order) return;
  const { rng } = world;
  const line_id = String(1 + rng.int(order.items.length));
  const all = [
    { amount_fen: 1_000, items: [{ line_id, qty: 1, amount_fen: 1_000 }] },
    { amount_fen: 1_000, items: [{ line_id, qty: 1, amount_fen: 1_000 }] },
    { amount_fen: 500 + rng.int(1_000), items: [] },
    { amount_fen: 0, items: [{ line_id, qty: 2, amount_fen: 2_000 }] },
    { amount_fen: 0, items: [], full: true },
  ];
  const what = { refund_id: `r${world.n}`, ...rng.pick(all) };
  await say(world, "refund.succeeded", { refund: what }, order);
}

/** Told again with another door or buyer, now and then of a time that is over. */
async function moveBuyer(world: World): Promise<void> {
  const order = pick(world, world.own);
  if (!order) return;
  const { rng } = world;
  const change = { ...order.change, address: rng.pick(DOORS), buyer: rng.pick(BUYERS) };
  const body = JSON.parse(ownOrder(change, order.items)) as object;
  const occurred_at = soon(world, rng.chance(1_000) ? 60_000 : 0);
  await tellOwn(world, order.account, { ...body, occurred_at });
}

async function sellAtTill(world: World): Promise<void> {
  const store_code = storeCode(world.rng.pick(STORES));
  const { order } = JSON.parse(ownOrder({ store_code }, goods(world))) as { order: object };
  const sold_at = soon(world);
  const sale = { terminal_id: "T1", sold_at, receipt_no: `R${world.n}`, order };
  const body = JSON.stringify({ sales: [sale] });
  await tell(world, { account: "pos-1", topic: "pos-sales", body });
}

/** A checkout asks for goods, is left, or takes too long. */
async function checkout(world: World): Promise<void> {
  const { rng, checkouts, context } = world;
  const what = rng.int(10);
  const old = pick(world, checkouts);
  if (what < 2 && old) return void (await releaseHold(context, old.accountId, old.holdKey));
  if (what < 4 && old) {
    await context.db`update stock_holds set expires_at = now()
      where hold_key = ${old.holdKey} and account_id = ${old.accountId}`;
    return void (await expireHolds(context));
  }
  world.n += 1;
  const skuId = rng.pick(ARTICLES.normal);
  const request = {
    accountId: 1 + rng.int(2),
    holdKey: `k${world.n}`,
    storeId: rng.pick(STORES),
    mode: rng.pick(["all", "part"] as const),
    items: [{ draws: [{ skuId, per: 1 }], qty: 1 + rng.int(3) }],
    ttlMs: 900_000,
  };
  checkouts.unshift(request);
  await holdGoods(context, [request]);
}

export const ORDER_STEPS: readonly Step[] = [
  [24, "an order", placeOrder],
  [5, "a till", sellAtTill],
  [8, "paid", (world) => say(world, "order.paid")],
  [4, "accepted", (world) => say(world, "order.accepted")],
  [5, "completed", (world) => say(world, "order.completed")],
  [6, "cancelled", (world) => say(world, "order.cancelled")],
  [7, "a refund", refund],
  [8, "another door", moveBuyer],
  [5, "a checkout", checkout],
];
