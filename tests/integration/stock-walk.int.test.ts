import { afterAll, beforeAll, expect, test } from "vitest";
import { findDrift } from "@/db/queries/stock/drift";
import type { Context } from "@/server/context";
import type { Edit } from "@/server/domain/inventory";
import { showId } from "@/server/domain/kernel/ids";
import { type Rng, seededRng } from "@/server/domain/kernel/rng";
import { takeReports } from "@/server/pipelines/inventory/counts/take-reports";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { setQuota } from "@/server/pipelines/inventory/edits/set-quota";
import {
  endTransfer,
  returnTransfer,
  sendTransfer,
} from "@/server/pipelines/inventory/edits/transfer-goods";
import { expireHolds, releaseHold } from "@/server/pipelines/inventory/holds/end-holds";
import { holdGoods } from "@/server/pipelines/inventory/holds/hold-goods";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { Died, dyingAt, newRef, setShelf } from "./stock-world";

const SKUS = [1, 2, 3, 4, 5];
const STORES = [1, 2];
const BUNDLE = 600;
const cells = STORES.flatMap((storeId) => SKUS.map((skuId) => ({ storeId, skuId })));

let huiliu: Huiliu;
beforeAll(async () => {
  huiliu = await freshHuiliu();
  await huiliu.context.db`insert into bundles values (${BUNDLE}, 1, 2), (${BUNDLE}, 2, 1)`;
  // One is sold by weight: 250 g a portion.
  await huiliu.context.db`update skus set unit = 'gram', portion = 250 where id = 3`;
  for (const { storeId, skuId } of cells)
    await setShelf(huiliu, storeId, skuId, skuId === 3 ? 5_000 : 20);
});
afterAll(async () => {
  await huiliu.close();
});

type Known = { orders: string[]; unpaid: string[]; holds: string[]; transfers: number[] };
type Step = (context: Context, rng: Rng, known: Known) => Promise<unknown>;

let n = 0;
const next = (): number => {
  n += 1;
  return n;
};
const pick = <T>(rng: Rng, list: readonly T[]): T | undefined => list[rng.int(list.length)];
const cell = (rng: Rng) => pick(rng, cells) ?? { storeId: 1, skuId: 1 };
const piece = (skuId: number): number => (skuId === 3 ? 250 : 1);
const code = (skuId: number): string => `K${String(skuId).padStart(4, "0")}`;
const tell = async (event: string, no: string, more: object = {}): Promise<void> =>
  huiliu.tell(
    "app-1",
    "order",
    JSON.stringify({
      event,
      event_id: `w${next()}`,
      occurred_at: new Date(Date.now() + n).toISOString(),
      order: { channel_order_id: no },
      ...more,
    }),
  );

const order: Step = async (context, rng, known) => {
  const no = `W${next()}`;
  const isPaid = rng.chance(7_500);
  const holdKey = rng.chance(2_000) ? pick(rng, known.holds) : undefined;
  const items = Array.from({ length: 1 + rng.int(2) }, () => ({
    sku: code(rng.chance(1_500) ? BUNDLE : (pick(rng, SKUS) ?? 1)),
    qty: 1 + rng.int(3),
  }));
  const body = ownOrder(
    {
      channel_order_id: no,
      store_code: `store_s0${1 + rng.int(2)}`,
      status: isPaid ? "NEW" : "UNPAID",
      address: { text: `星光花园${rng.int(4)}幢1单元101室` },
      ...(holdKey ? { reservation_key: holdKey } : {}),
    },
    items,
  );
  await huiliu.tell("app-1", "order", body);
  (isPaid ? known.orders : known.unpaid).push(no);
  await huiliu.drainAs(context);
};
const cancel: Step = async (context, rng, known) => {
  const no = pick(rng, rng.chance(8_000) ? known.orders : known.unpaid);
  if (no) await tell("order.cancelled", no);
  await huiliu.drainAs(context);
};
const refund: Step = async (context, rng, known) => {
  const no = pick(rng, known.orders);
  const refund = {
    refund_id: `r${next()}`,
    amount_fen: 1_000,
    items: [{ line_id: "1", qty: 1, amount_fen: 1_000 }],
  };
  if (no) await tell("refund.succeeded", no, { refund });
  await huiliu.drainAs(context);
};
const pay: Step = async (context, _, known) => {
  const no = known.unpaid.pop();
  if (!no) return;
  known.orders.push(no);
  await tell("order.paid", no);
  await huiliu.drainAs(context);
};
const release: Step = async (context) => {
  await huiliu.context
    .db`update fulfilment_orders set hold_until = now() where status in ('waiting_merge', 'open') and hold_until > now()`;
  await releaseParcels(context);
};
const parcelStep: Step = async (context, rng) => {
  const rows = await huiliu.context.db<
    { id: number; status: string; order: number; line: number; qty: number }[]
  >`
    select f.id, f.status, l.order_id as "order", l.line_no as line, l.qty from fulfilment_orders f
    join fulfilment_lines l on l.fulfilment_id = f.id
    where f.status in ('released', 'picking', 'picked', 'packed', 'ready') order by f.id limit 30`;
  const row = pick(rng, rows);
  if (!row) return;
  const steps = ["pick_started", "picked", "packed", "ready", "handed_over"];
  const event = pick(rng, steps) ?? "picked";
  const isShort = event === "picked" && rng.chance(2_000);
  const lines = isShort
    ? [{ line_ref: `${showId("order", row.order)}:${row.line}`, picked_qty: rng.int(row.qty + 1) }]
    : undefined;
  const body = {
    event_id: `s${next()}`,
    event: `fulfilment.${event}`,
    occurred_at: new Date(Date.now() + n).toISOString(),
    fulfilment_id: showId("fulfilment", row.id),
    ...(lines ? { lines } : {}),
  };
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events: [body] }));
  await huiliu.drainAs(context);
};
const hold: Step = async (context, rng, known) => {
  const { storeId, skuId } = cell(rng);
  const holdKey = `h${next()}`;
  known.holds.push(holdKey);
  const items = [{ draws: [{ skuId, per: piece(skuId) }], qty: 1 + rng.int(4) }];
  const mode = rng.chance(5_000) ? ("all" as const) : ("part" as const);
  await holdGoods(context, [{ accountId: 1, holdKey, storeId, mode, items, ttlMs: 900_000 }]);
};
const leave: Step = async (context, rng, known) => {
  const key = pick(rng, known.holds);
  if (key) await releaseHold(context, 1, key);
};
const expire: Step = async (context, rng) => {
  const some = rng.int(5);
  await huiliu.context
    .db`update stock_holds set expires_at = now() where state = 'held' and length(hold_key) + store_id + sku_id = ${some + 5}`;
  await huiliu.context
    .db`update reservations set expires_at = now() where state = 'held' and order_id % 5 = ${some}`;
  await expireHolds(context);
};
const edit: Step = async (context, rng) => {
  const at = { ...cell(rng), reason: "walk" };
  const unit = piece(at.skuId);
  const size = (1 + rng.int(6)) * unit;
  const edits: Edit[] = [
    { ...at, kind: "count", counted: rng.int(30) * unit },
    { ...at, kind: "adjust", delta: rng.chance(5_000) ? size : -size },
    { ...at, kind: "receipt", qty: size },
    { ...at, kind: "return", qty: size, isSetAside: rng.chance(5_000) },
    { ...at, kind: "quarantine", qty: rng.chance(5_000) ? size : -size },
    { ...at, kind: "safety", value: rng.int(3) * unit },
    { ...at, kind: "freeze", value: rng.int(3) * unit },
    { ...at, kind: "stop", isStopped: rng.chance(3_000) },
  ];
  const chosen = [pick(rng, edits), pick(rng, edits)].flatMap((e) => (e ? [e] : []));
  await editStock(context, { edits: chosen, mode: "part", actor: "usr_walk", ref: newRef() });
};
const snapshot: Step = async (context, rng) => {
  const at = cell(rng);
  const body = {
    report_id: `w${next()}`,
    store_code: `store_s0${at.storeId}`,
    as_of: new Date().toISOString(),
    last_move: null,
    items: [{ sku_code: code(at.skuId), on_hand: rng.int(25) * piece(at.skuId) }],
  };
  await huiliu.tell("wms-1", "wms-snapshot", JSON.stringify(body));
  await huiliu.drainAs(context);
  await takeReports(context);
};
const transfer: Step = async (context, rng, known) => {
  const skuId = pick(rng, SKUS) ?? 1;
  const id = known.transfers.pop();
  const actor = "usr_walk";
  if (id !== undefined && rng.chance(7_000))
    return rng.chance(5_000)
      ? await endTransfer(context, { id, received: rng.int(2) * piece(skuId), actor })
      : await returnTransfer(context, { id, actor });
  const from = 1 + rng.int(2);
  const asked = {
    fromStoreId: from,
    toStoreId: 3 - from,
    skuId,
    qty: piece(skuId),
    note: "",
    actor,
  };
  const sent = await sendTransfer(context, asked);
  if (sent.ok) known.transfers.push(sent.value.id);
  if (id !== undefined) known.transfers.push(id);
};
const quota: Step = async (context, rng) => {
  const at = cell(rng);
  const accountId = 1 + rng.int(2);
  await setQuota(context, {
    ...at,
    accountId,
    qty: rng.int(5) * piece(at.skuId),
    actor: "usr_walk",
  });
};
const settle: Step = async (context) => {
  await huiliu.context
    .db`update exception_cases set due_at = now() where closed_at is null and id % 3 = 0`;
  await settleShortages(context);
  await settleDebts(context);
};

const STEPS: readonly (readonly [number, Step])[] = [
  [22, order],
  [8, cancel],
  [4, refund],
  [5, pay],
  [6, release],
  [16, parcelStep],
  [9, hold],
  [4, leave],
  [3, expire],
  [12, edit],
  [3, snapshot],
  [3, transfer],
  [3, quota],
  [2, settle],
];
const TOTAL = STEPS.reduce((sum, [weight]) => sum + weight, 0);

function draw(rng: Rng): Step {
  let at = rng.int(TOTAL);
  for (const [weight, step] of STEPS) {
    at -= weight;
    if (at < 0) return step;
  }
  return order;
}

test("ten thousand random steps, one in ten dies somewhere inside: after each the counters are the sums, nothing is below zero", async () => {
  const steps = Number(process.env.HUILIU_WALK_STEPS ?? 10_000);
  const rng = seededRng(20_261_122).fork("walk");
  const known: Known = { orders: [], unpaid: [], holds: [], transfers: [] };
  let died = 0;
  for (let i = 1; i <= steps; i += 1) {
    const step = draw(rng);
    const context = rng.chance(1_000) ? dyingAt(huiliu.context, 1 + rng.int(14)) : huiliu.context;
    await step(context, rng, known).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error;
      died += 1;
    });
    const drift = await findDrift(huiliu.context.db, cells);
    if (drift.length > 0)
      expect(`step ${i} ${step.name}: ${JSON.stringify(drift)}`).toBe("no drift");
    known.orders = known.orders.slice(-60);
    known.holds = known.holds.slice(-30);
    if (i % 1_000 === 0) expect(await huiliu.verify()).toEqual([]);
  }
  expect(died).toBeGreaterThan(steps / 40);
  expect(await huiliu.verify()).toEqual([]);
}, 3_000_000);
