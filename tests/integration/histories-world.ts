import { expect } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import type { Rng } from "@/server/domain/kernel/rng";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { expireHolds } from "@/server/pipelines/inventory/holds/end-holds";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { type Huiliu, ownOrder } from "./huiliu";
import { newRef } from "./stock-world";

/** What random histories are made of: everything that happens to orders of several channels that live on two shelves. */
export type World = {
  huiliu: Huiliu;
  rng: Rng;
  orders: [account: string, no: string][];
  n: number;
};

const CHANNELS = ["app-1", "mini-1"] as const;
const pick = <T>(rng: Rng, list: readonly T[]): T | undefined => list[rng.int(list.length)];
const soon = (world: World): string => {
  world.n += 1;
  return new Date(Date.now() + world.n * 20).toISOString();
};
const goods = (rng: Rng) =>
  Array.from({ length: 1 + rng.int(2) }, () => ({
    sku: rng.chance(800) ? "NOBODY-1" : `K000${1 + rng.int(2)}`,
    qty: rng.chance(300) ? 500 : 1 + rng.int(3),
  }));
const door = (rng: Rng) => ({
  text: `星光花园${1 + rng.int(3)}幢1单元101室`,
  lng: 120.15,
  lat: 30.25,
  coord_sys: "GCJ02",
});

async function say(world: World, event: string, more: object = {}): Promise<void> {
  const [account, no] = pick(world.rng, world.orders) ?? [];
  if (!account) return;
  await sayOf(world, [account, no ?? ""], { event, ...more });
}

async function sayOf(
  world: World,
  [account, no]: [string, string],
  more: { event: string },
): Promise<void> {
  const at = soon(world);
  const body = {
    event_id: `h${world.n}`,
    occurred_at: at,
    order: { channel_order_id: no },
    ...more,
  };
  await world.huiliu.tell(account, "order", JSON.stringify(body));
  await world.huiliu.drain();
}

async function placeOrder(world: World): Promise<void> {
  const { rng, huiliu, orders } = world;
  const no = `H${orders.length + 1}`;
  const account = pick(rng, CHANNELS) ?? "app-1";
  const status = rng.chance(7_000) ? "NEW" : "UNPAID";
  const change = { channel_order_id: no, status, address: door(rng) };
  await huiliu.tell(account, "order", ownOrder(change, goods(rng)));
  orders.push([account, no]);
  await huiliu.drain();
}

async function sellAtTill(world: World): Promise<void> {
  const { rng, huiliu } = world;
  const { order } = JSON.parse(ownOrder({}, goods(rng))) as { order: object };
  const base = { terminal_id: "T1", sold_at: soon(world), receipt_no: `R${world.n}` };
  await huiliu.tell("pos-1", "pos-sales", JSON.stringify({ sales: [{ ...base, order }] }));
  await huiliu.drain();
}

/** Told again with another door, as the platform has it now. */
async function moveBuyer(world: World): Promise<void> {
  const [account, no] = pick(world.rng, world.orders) ?? [];
  if (!account) return;
  const [row] = await world.huiliu.context.db<{ body: string }[]>`
    select json_agg(json_build_object('sku', coalesce(k.code, l.external_sku), 'qty', l.ordered, 'fen', l.unit_price_fen)
      order by l.line_no)::text as body
    from orders o join order_lines l on l.order_id = o.id left join skus k on k.id = l.sku_id where o.external_no = ${no ?? ""}`;
  const items = JSON.parse(row?.body ?? "null") as Parameters<typeof ownOrder>[1] | null;
  if (!items) return;
  const body = JSON.parse(ownOrder({ channel_order_id: no, address: door(world.rng) }, items));
  body.occurred_at = soon(world);
  await world.huiliu.tell(account, "order", JSON.stringify(body));
  await world.huiliu.drain();
}

const refund = (world: World) =>
  say(world, "refund.succeeded", {
    refund: {
      refund_id: `r${world.n}`,
      amount_fen: 1_000,
      items: [{ line_id: "1", qty: 1, amount_fen: 1_000 }],
    },
  });

async function stepStore(world: World, last = false): Promise<void> {
  const { rng, huiliu } = world;
  const rows = await huiliu.context.db<{ id: number; order: number; line: number; qty: number }[]>`
    select f.id, l.order_id as "order", l.line_no as line, l.qty from fulfilment_orders f
    join fulfilment_lines l on l.fulfilment_id = f.id and l.cancelled < l.qty
    where f.status in ('released', 'picking', 'picked', 'packed', 'ready') order by f.id`;
  const chosen = last ? [...new Map(rows.map((r) => [r.id, r])).values()] : [pick(rng, rows)];
  const events = chosen.flatMap((row) => {
    if (!row) return [];
    const name = last
      ? "handed_over"
      : (pick(rng, ["pick_started", "picked", "packed", "ready", "handed_over"]) ?? "picked");
    const line_ref = `${showId("order", row.order)}:${row.line}`;
    const isShort = name === "picked" && rng.chance(3_000);
    return [
      {
        event_id: `s${row.id}-${world.n}`,
        event: `fulfilment.${name}`,
        occurred_at: soon(world),
        fulfilment_id: showId("fulfilment", row.id),
        ...(isShort && { lines: [{ line_ref, picked_qty: rng.int(row.qty + 1) }] }),
      },
    ];
  });
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events }));
  await huiliu.drain();
}

async function count(world: World): Promise<void> {
  const at = { storeId: 1, skuId: 1 + world.rng.int(2), reason: "盘点" };
  const edits = [{ ...at, kind: "count" as const, counted: world.rng.int(12) }];
  await editStock(world.huiliu.context, { edits, mode: "part", actor: "usr_h", ref: newRef() });
}

/** Time passes for some of what waits, or for all of it. */
async function passTime({ huiliu, rng }: World, all = false): Promise<void> {
  const { context } = huiliu;
  const some = all ? 0 : rng.int(3);
  const of = all ? 1 : 3;
  await context.db`update exception_cases set due_at = now() - interval '1 minute'
    where closed_at is null and id % ${of} = ${some}`;
  await context.db`update fulfilment_orders set hold_until = now()
    where hold_until > now() and status in ('waiting_merge', 'open') and id % ${of} = ${some}`;
  await context.db`update reservations set expires_at = now() where state = 'held' and order_id % ${of} = ${some}`;
  await expireHolds(context);
  await settleShortages(context);
  await settleDebts(context);
  await releaseParcels(context);
}

/** A person looks at one case, or at each: what can be mapped is, the rest is dealt with. */
async function decide({ huiliu, rng }: World, all = false): Promise<void> {
  const rows = await huiliu.context.db<{ id: number; code: string; account: number }[]>`
    select id, code, account_id as account from exception_cases where closed_at is null order by id`;
  for (const row of all ? rows : [pick(rng, rows)]) {
    if (!row) continue;
    if (row.code === "SKU_UNMATCHED")
      await mapSku(huiliu.context, {
        accountId: row.account,
        externalCode: "NOBODY-1",
        skuId: 1,
        by: "usr_h",
      });
    else
      await closeCase(huiliu.context, { caseId: row.id, note: "已处理", by: "usr_h" }).catch(
        () => {},
      );
  }
}

export const STEPS: readonly (readonly [weight: number, step: (world: World) => Promise<void>])[] =
  [
    [24, placeOrder],
    [6, sellAtTill],
    [8, (world) => say(world, "order.paid")],
    [4, (world) => say(world, "order.accepted")],
    [5, (world) => say(world, "order.completed")],
    [6, (world) => say(world, "order.cancelled")],
    [6, refund],
    [6, moveBuyer],
    [18, (world) => stepStore(world)],
    [6, count],
    [6, (world) => passTime(world)],
    [5, (world) => decide(world)],
  ];

/** Everything that waits is waited for: nobody is forgotten. One sentence each. */
export async function forgotten({ huiliu }: World): Promise<unknown[]> {
  return [
    ...(await huiliu.context.db`
    with open_cases as (select order_id, code from exception_cases where closed_at is null)
    select 'short without a case' as what, o.external_no as no from orders o
    where o.stock = 'short' and o.trade in ('paid', 'accepted')
      and not exists (select from open_cases c where c.order_id = o.id and c.code in ('OUT_OF_STOCK', 'OVERSOLD', 'PAY_AFTER_TIMEOUT'))
    union all select 'held without a case', o.external_no from orders o
    where o.holds > 0 and o.trade in ('paid', 'accepted') and not exists (select from open_cases c where c.order_id = o.id)
    union all select 'lies nowhere and nobody looks', o.external_no from orders o join order_lines l on l.order_id = o.id
    where l.unassigned > 0 and o.trade in ('paid', 'accepted') and not exists (select from open_cases c where c.order_id = o.id)
    union all select 'parked though it may start', f.id::text from fulfilment_orders f
    where f.status in ('waiting_merge', 'open') and f.hold_until is null and f.members > 0 and not exists (
      select from fulfilment_lines l join orders o on o.id = l.order_id where l.fulfilment_id = f.id and l.cancelled < l.qty
        and not (o.trade = 'accepted' and o.review = 'approved' and o.holds = 0 and o.stock <> 'short'))
    union all select 'held for ever', o.external_no from orders o join reservations r on r.order_id = o.id
    where r.state = 'held' and (r.expires_at is null or o.trade <> 'pending_payment')
    union all select 'pieces of an order that is over lie nowhere', o.external_no from orders o join order_lines l on l.order_id = o.id
    where l.unassigned > 0 and o.trade in ('completed', 'cancelled') and not ('till' = any(o.tags))`),
  ];
}

/** Everybody does what is theirs until nothing is left to do. @returns what would not end */
export async function endAll(world: World): Promise<unknown[]> {
  const { huiliu } = world;
  for (let round = 0; round < 6; round += 1) {
    await decide(world, true);
    await passTime(world, true);
    await stepStore(world, true);
  }
  const open = await huiliu.context.db<{ code: string; no: string; trade: string }[]>`
    select a.code, o.external_no as no, o.trade from orders o join channel_accounts a on a.id = o.account_id
    where o.trade not in ('completed', 'cancelled') order by o.id`;
  for (const { code, no, trade } of open)
    await sayOf(world, [code, no], {
      event: trade === "pending_payment" ? "order.cancelled" : "order.completed",
    });
  await payBack(world);
  return [
    ...(await huiliu.context.db`
    select o.external_no as no, o.trade::text, o.phase::text from orders o where o.trade not in ('completed', 'cancelled')
    union all select f.id::text, f.status::text, 'parcel' from fulfilment_orders f
    where f.status not in ('fulfilled', 'cancelled') and f.members > 0 and not (f.status = 'handed_over' and not exists (
      select from fulfilment_lines l join orders o on o.id = l.order_id
      where l.fulfilment_id = f.id and l.cancelled < l.qty and o.trade <> 'cancelled'))
    union all select r.order_id::text, r.state::text, 'goods' from reservations r where r.state in ('held', 'confirmed', 'picked')
    union all select w.order_id::text, w.ref, 'owed' from owed w where w.closed_at is null`),
  ];
}

/** What is owed goes back through its channel. */
async function payBack(world: World): Promise<void> {
  const rows = await world.huiliu.context.db<
    { code: string; no: string; fen: number; left: number }[]
  >`
    select a.code, o.external_no as no, o.owed_fen as fen, o.paid_fen - o.refunded_fen as left
    from orders o join channel_accounts a on a.id = o.account_id where o.owed_fen > 0`;
  for (const { code, no, fen, left } of rows) {
    expect(left, `${no} owes more than is left of its price`).toBeGreaterThanOrEqual(fen);
    const refund = { refund_id: `back-${no}`, amount_fen: fen, items: [] };
    await sayOf(world, [code, no], { event: "refund.succeeded", refund } as { event: string });
  }
}
