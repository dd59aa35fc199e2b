import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import type { Edit } from "@/server/domain/inventory";
import { showId } from "@/server/domain/kernel/ids";
import { checkStock } from "@/server/pipelines/inventory/check-stock";
import { takeReports } from "@/server/pipelines/inventory/counts/take-reports";
import { editStock, previewEdits } from "@/server/pipelines/inventory/edits/edit-stock";
import { setQuota } from "@/server/pipelines/inventory/edits/set-quota";
import {
  endTransfer,
  returnTransfer,
  sendTransfer,
} from "@/server/pipelines/inventory/edits/transfer-goods";
import { holdGoods } from "@/server/pipelines/inventory/holds/hold-goods";
import { repairCell } from "@/server/pipelines/inventory/repair-cell";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { newRef, one, setShelf, shelfOf } from "./stock-world";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(async () => {
  await huiliu.close();
});

const SKU = 7;
const edit = async (...edits: Edit[]) =>
  editStock(huiliu.context, { edits, mode: "part", actor: "usr_test", ref: newRef() });
const at = { storeId: 1, skuId: SKU, reason: "测试" };
const booked = (minutes: number) => ({
  type: "BOOKED",
  from: new Date(Date.now() + (minutes - 30) * 60_000).toISOString(),
  to: new Date(Date.now() + minutes * 60_000).toISOString(),
});
const order = (no: string, qty: number, minutes = 60, more: Record<string, unknown> = {}): string =>
  ownOrder(
    { channel_order_id: no, expect: booked(minutes), address: { text: `${no}路1号` }, ...more },
    [{ sku: "K0007", qty }],
  );
const lineOf = (no: string) =>
  one<{ open: number; unassigned: number; stock: string }>(
    huiliu,
    `select l.open, l.unassigned, o.stock from orders o join order_lines l on l.order_id = o.id where o.external_no = '${no}'`,
  );
const casesOf = async (code: string) =>
  await huiliu.context.db<{ id: number; cause: string; data: Record<string, unknown> }[]>`
    select id, cause, data from exception_cases where code = ${code} and closed_at is null order by id`;

/** on hand 10: R1 3 (18:00), R2 4 (18:30), R3 2 held by a checkout, R4 1 picked. */
async function goldenShelf(): Promise<void> {
  await setShelf(huiliu, 1, SKU, 10);
  await huiliu.context
    .db`update stock set on_hand = 0, opening_pieces = 0 where store_id > 2 and sku_id = ${SKU}`;
  await setShelf(huiliu, 2, SKU, 9);
  // Nothing may stand in for it.
  await huiliu.context.db`update skus set category = 'alone' where id = ${SKU}`;
  await huiliu.tell("app-1", "order", order("R4", 1, 45));
  await huiliu.drain();
  await pick("R4");
  await huiliu.tell("app-1", "order", order("R1", 3, 60));
  await huiliu.tell("app-1", "order", order("R2", 4, 90));
  await huiliu.drain();
  await holdGoods(huiliu.context, [
    {
      accountId: 1,
      holdKey: "R3",
      storeId: 1,
      mode: "all",
      items: [{ draws: [{ skuId: SKU, per: 1 }], qty: 2 }],
      ttlMs: 120_000,
    },
  ]);
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 10, reserved: 9, picked: 1 });
}

/** The parcel of an order is released and picked. @param grams what the scale said of its first line */
async function pick(no: string, grams?: number): Promise<void> {
  await huiliu.context.db`update fulfilment_orders set hold_until = now() - interval '1 second'`;
  await releaseParcels(huiliu.context);
  await step(no, "accepted");
  await step(no, "pick_started");
  await step(no, "picked", grams);
}

let steps = 0;
async function step(no: string, name: string, grams?: number): Promise<void> {
  const [parcel] = await huiliu.context.db<{ id: number; orderId: number; qty: number }[]>`
    select l.fulfilment_id as id, l.order_id as "orderId", l.qty from fulfilment_lines l
    join orders o on o.id = l.order_id where o.external_no = ${no}`;
  steps += 1;
  const weighed =
    grams === undefined
      ? {}
      : {
          lines: [
            {
              line_ref: `${showId("order", parcel?.orderId ?? 1)}:1`,
              picked_qty: parcel?.qty ?? 0,
              weighed_g: grams,
            },
          ],
        };
  const event = {
    event_id: `step-${steps}`,
    event: `fulfilment.${name}`,
    occurred_at: new Date(Date.now() + steps).toISOString(),
    fulfilment_id: showId("fulfilment", parcel?.id ?? 1),
    ...weighed,
  };
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events: [event] }));
  await huiliu.drain();
}

const snapshot = (reportId: string, onHand: number, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    report_id: reportId,
    store_code: "store_s01",
    as_of: new Date().toISOString(),
    last_move: null,
    items: [{ sku_code: "K0007", on_hand: onHand }],
    ...more,
  });
async function report(topic: string, body: string): Promise<void> {
  await huiliu.tell("wms-1", topic, body);
  await huiliu.drain();
  while ((await takeReports(huiliu.context)) > 0);
}
const reportOf = (id: string) =>
  one(huiliu, `select state, code from stock_reports where report_id = '${id}'`);

test("golden: the warehouse says 6 of 10: the checkout ends, R2 gives back 2 and may have them from store 2, picked goods stay", async () => {
  await goldenShelf();
  await report("wms-snapshot", snapshot("S1", 6));
  expect(await reportOf("S1")).toMatchObject({ state: "applied" });
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({
    onHand: 6,
    reserved: 5,
    picked: 1,
    debt: 0,
  });
  expect(await lineOf("R1")).toMatchObject({ open: 3, unassigned: 0 });
  expect(await lineOf("R2")).toEqual({ open: 2, unassigned: 2, stock: "short" });
  expect(await lineOf("R4")).toMatchObject({ open: 1, unassigned: 0 });
  const [sold] = await casesOf("OVERSOLD");
  expect(sold?.data).toMatchObject({
    proposals: [{ kind: "resource", qty: 2, storeId: 2 }],
    losses: [{ storeId: 1, skuId: SKU, pieces: 2 }],
  });
  expect(sold?.data.rivals).toHaveLength(2);
  const [conflict] = await casesOf("STOCK_CONFLICT");
  expect(conflict?.data).toMatchObject({ diff: -4, shortfall: { missing: 4, holds: 1 } });
  // Nothing left to promise: the next order gets none.
  await huiliu.tell("app-1", "order", order("R5", 1));
  await huiliu.drain();
  expect(await lineOf("R5")).toMatchObject({ open: 0, stock: "short" });
  expect(await huiliu.verify()).toEqual([]);
});

test("golden: nobody else has it: the case proposes the money for two", async () => {
  await goldenShelf();
  await huiliu.context
    .db`update stock set on_hand = 0, opening_pieces = 0 where store_id = 2 and sku_id = ${SKU}`;
  await report("wms-snapshot", snapshot("S1", 6));
  const [sold] = await casesOf("OVERSOLD");
  expect(sold?.data).toMatchObject({ proposals: [{ kind: "refund", qty: 2 }] });
  expect(await huiliu.verify()).toEqual([]);
});

test("snapshots that waited find one difference once, however late they are taken; a count that waited behind them as well", async () => {
  await setShelf(huiliu, 1, SKU, 10);
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
  for (const seconds of [30, 20, 10])
    await huiliu.tell("wms-1", "wms-snapshot", snapshot(`S${seconds}`, 6, { as_of: ago(seconds) }));
  await report("wms-count", snapshot("C5", 6, { as_of: ago(5) }));
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 6, debt: 0 });
  await report("wms-snapshot", snapshot("S1", 5, { as_of: ago(1) }));
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 5, debt: 0 });
  expect(await huiliu.verify()).toEqual([]);
});

test("a snapshot is compared as of its own position: what sold since is not a difference", async () => {
  await setShelf(huiliu, 1, SKU, 10);
  const position = await one<{ at: string }>(
    huiliu,
    "select pg_snapshot_xmin(pg_current_snapshot()) || ':0' as at",
  );
  await edit({ ...at, kind: "adjust", delta: -3 });
  await report("wms-snapshot", snapshot("S1", 10, { last_move: position.at }));
  expect((await shelfOf(huiliu, 1, SKU)).onHand).toBe(7);
  expect(await casesOf("STOCK_CONFLICT")).toEqual([]);
  await report("wms-snapshot", snapshot("S2", 9, { last_move: position.at }));
  expect((await shelfOf(huiliu, 1, SKU)).onHand).toBe(6);
  expect(await huiliu.verify()).toEqual([]);
});

test("too large a difference stops the sale and asks for a count; the count lets it go on", async () => {
  await setShelf(huiliu, 1, SKU, 40);
  await report("wms-snapshot", snapshot("S1", 30));
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 30, stopped: true });
  await huiliu.tell("app-1", "order", order("A", 1));
  await huiliu.drain();
  expect(await lineOf("A")).toMatchObject({ open: 0, stock: "short" });
  const task = () =>
    one<{ n: number }>(huiliu, "select count(*)::int n from count_tasks where closed_at is null");
  expect((await task()).n).toBe(1);
  expect(await casesOf("STOCK_CONFLICT")).toHaveLength(1);
  await edit({ ...at, kind: "count", counted: 31 });
  expect((await task()).n).toBe(0);
  expect(await casesOf("STOCK_CONFLICT")).toEqual([]);
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 31, stopped: false });
  expect(await huiliu.verify()).toEqual([]);
});

test("bad reports are refused with a code, change nothing and are on record: older, unknown article in a count, below zero, no such place", async () => {
  await setShelf(huiliu, 1, SKU, 10);
  await report("wms-snapshot", snapshot("S1", 10));
  const older = new Date(Date.now() - 60_000).toISOString();
  await report("wms-snapshot", snapshot("S2", 3, { as_of: older }));
  expect(await reportOf("S2")).toEqual({ state: "refused", code: "STALE" });
  const counted = { items: [{ sku_code: "NOPE", counted: 3 }] };
  await report("wms-count", snapshot("C1", 0, counted));
  expect(await reportOf("C1")).toEqual({ state: "refused", code: "UNKNOWN_SKU" });
  const move = { move_id: "m1", sku_code: "K0007", kind: "adjust", qty: -11, reason: "破损" };
  await report("wms-moves", snapshot("M1", 0, { items: [move] }));
  expect(await reportOf("M1")).toEqual({ state: "refused", code: "BELOW_ZERO" });
  await report("wms-snapshot", snapshot("S3", 3, { last_move: "yesterday" }));
  expect(await reportOf("S3")).toEqual({ state: "refused", code: "BAD_POSITION" });
  await report("wms-snapshot", snapshot("S4", 3, { store_code: "nowhere" }));
  expect(await reportOf("S4")).toEqual({ state: "refused", code: "UNKNOWN_STORE" });
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 10, stopped: false });
  const sender = await one(huiliu, "select distinct sent_by from stock_reports");
  expect(sender).toEqual({ sent_by: "wms-1" });
});

test("the warehouse's moves are booked once, told as often as it likes", async () => {
  await setShelf(huiliu, 1, SKU, 1);
  const moves = (id: string, ...items: object[]) => snapshot(id, 0, { items });
  const receipt = { move_id: "m1", sku_code: "K0007", kind: "receipt", qty: 20, reason: "补货" };
  const aside = { move_id: "m2", sku_code: "K0007", kind: "quarantine", qty: 4, reason: "破包" };
  await report("wms-moves", moves("M1", receipt, aside));
  await report("wms-moves", moves("M1", receipt, aside));
  await report("wms-moves", moves("M2", receipt));
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 21, quarantine: 4 });
  expect(await huiliu.verify()).toEqual([]);
});

test("edits that cannot be are refused with a code and on record; of all or none, none is done; a preview does nothing", async () => {
  await setShelf(huiliu, 1, SKU, 10);
  const edits: Edit[] = [
    { ...at, kind: "adjust", delta: -11 },
    { ...at, kind: "quarantine", qty: 11 },
    { ...at, kind: "freeze", value: 11 },
    { ...at, skuId: 99_999, kind: "count", counted: 1 },
    { ...at, kind: "receipt", qty: 1.5 },
    { ...at, kind: "receipt", qty: 2 },
  ];
  const request = { edits, actor: "usr_test", ref: newRef() };
  const seen = await previewEdits(huiliu.context, { ...request, mode: "part" });
  expect(seen.answers.map((a) => a.code)).toEqual([
    "BELOW_ZERO",
    "ABOVE_STOCK",
    "ABOVE_STOCK",
    "UNKNOWN_CELL",
    "BAD_VALUE",
    null,
  ]);
  const all = await editStock(huiliu.context, { ...request, mode: "all" });
  expect([all.isDone, (await shelfOf(huiliu, 1, SKU)).onHand]).toEqual([false, 10]);
  await editStock(huiliu.context, { ...request, mode: "part" });
  expect((await shelfOf(huiliu, 1, SKU)).onHand).toBe(12);
  const twice = { ...request, mode: "part" as const };
  await expect(editStock(huiliu.context, twice)).rejects.toThrow("已经提交过了");
  expect((await shelfOf(huiliu, 1, SKU)).onHand).toBe(12);
  const tried = await one(
    huiliu,
    "select count(*)::int n, min(actor) actor from events where kind = 'stock.refused'",
  );
  expect(tried).toEqual({ n: 10, actor: "usr_test" });
  expect(await huiliu.verify()).toEqual([]);
});

test("a preview reads: it waits for nobody, nobody waits for it, and it foretells what is done", async () => {
  const { db } = huiliu.context;
  await setShelf(huiliu, 1, SKU, 10);
  for (const qty of [4, 3, 3])
    await huiliu.tell("app-1", "order", ownOrder({}, [{ sku: "K0007", qty }]));
  await huiliu.drain();
  const request = {
    edits: [{ ...at, kind: "count", counted: 6 } satisfies Edit],
    actor: "usr_test",
    ref: newRef(),
    mode: "all" as const,
  };
  const seen = await inTransaction(db, async (tx) => {
    await tx`select 1 from orders order by id for update`;
    await tx`select 1 from fulfilment_orders order by id for update`;
    await tx`select 1 from stock where sku_id = ${SKU} for update`;
    return await previewEdits(huiliu.context, request);
  });
  expect((await shelfOf(huiliu, 1, SKU)).onHand).toBe(10);
  expect(seen.shortfalls).toMatchObject([{ missing: 4 }]);
  const done = await editStock(huiliu.context, request);
  expect(done).toEqual({ ...seen, isDone: true });
  expect(await huiliu.verify()).toEqual([]);
});

test("quotas: never more than there is, used up by who has them, cut when goods go, and in nobody else's way once paid", async () => {
  await setShelf(huiliu, 1, SKU, 10);
  const quota = { storeId: 1, skuId: SKU, actor: "usr_test" };
  expect(await setQuota(huiliu.context, { ...quota, accountId: 1, qty: 6 })).toMatchObject({
    ok: true,
  });
  expect(await setQuota(huiliu.context, { ...quota, accountId: 4, qty: 5 })).toMatchObject({
    ok: false,
    error: "ABOVE_STOCK",
  });
  expect(await setQuota(huiliu.context, { ...quota, accountId: 4, qty: 4 })).toMatchObject({
    ok: true,
  });
  const hold = (accountId: number, qty: number) =>
    holdGoods(huiliu.context, [
      {
        accountId,
        holdKey: newRef(),
        storeId: 1,
        mode: "all",
        items: [{ draws: [{ skuId: SKU, per: 1 }], qty }],
        ttlMs: 60_000,
      },
    ]);
  expect((await hold(2, 1))[0]?.kind).toBe("short");
  expect((await hold(1, 2))[0]?.kind).toBe("held");
  await huiliu.tell("app-1", "order", order("A", 3));
  await huiliu.drain();
  const left = () =>
    huiliu.context.db`select account_id as a, qty from stock_quotas where qty > 0 order by 1`;
  expect(await left()).toEqual([
    { a: 1, qty: 1 },
    { a: 4, qty: 4 },
  ]);
  await edit({ ...at, kind: "adjust", delta: -3 });
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ dedicated: 2, onHand: 7, reserved: 5 });
  expect(await huiliu.verify()).toEqual([]);
});

test("transfers: gone here, on the way there, received with a loss or back again", async () => {
  await setShelf(huiliu, 1, SKU, 10);
  await setShelf(huiliu, 2, SKU, 0);
  const send = (qty: number) =>
    sendTransfer(huiliu.context, {
      fromStoreId: 1,
      toStoreId: 2,
      skuId: SKU,
      qty,
      note: "",
      actor: "usr_test",
    });
  expect(await send(11)).toMatchObject({ ok: false, error: "ABOVE_STOCK" });
  const [a, b] = [await send(4), await send(3)];
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 3 });
  expect(await shelfOf(huiliu, 2, SKU)).toMatchObject({ onHand: 0, inTransit: 7 });
  expect(await huiliu.verify()).toEqual([]);
  const id = (r: typeof a) => (r.ok ? r.value.id : 0);
  const end = { id: id(a), received: 3, actor: "usr_test" };
  expect(await endTransfer(huiliu.context, end)).toMatchObject({ ok: true });
  expect(await endTransfer(huiliu.context, end)).toMatchObject({ ok: false, error: "NOT_OPEN" });
  await returnTransfer(huiliu.context, { id: id(b), actor: "usr_test" });
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 6 });
  expect(await shelfOf(huiliu, 2, SKU)).toMatchObject({ onHand: 3, inTransit: 0 });
  expect(await huiliu.verify()).toEqual([]);
});

test("a bundle and its base article in one order, 3 wanted of 2: short by exactly one; both come back on a cancel", async () => {
  await setShelf(huiliu, 1, SKU, 2);
  await setShelf(huiliu, 1, 8, 5);
  await huiliu.context.db`insert into bundles values (600, ${SKU}, 2), (600, 8, 1)`;
  const items = [
    { sku: "K0600", qty: 1 },
    { sku: "K0007", qty: 1 },
  ];
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "B" }, items));
  await huiliu.drain();
  const lines = await huiliu.context
    .db`select line_no as n, open, unassigned as u from order_lines order by 1`;
  expect(lines).toEqual([
    { n: 1, open: 1, u: 0 },
    { n: 2, open: 0, u: 1 },
  ]);
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ reserved: 2 });
  expect(await shelfOf(huiliu, 1, 8)).toMatchObject({ reserved: 1 });
  expect(await huiliu.verify()).toEqual([]);
  const cancel = { event: "order.cancelled", event_id: "c", occurred_at: new Date().toISOString() };
  await huiliu.tell(
    "app-1",
    "order",
    JSON.stringify({ ...cancel, order: { channel_order_id: "B" } }),
  );
  await huiliu.drain();
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ reserved: 0, onHand: 2 });
  expect(await shelfOf(huiliu, 1, 8)).toMatchObject({ reserved: 0, onHand: 5 });
  expect(await huiliu.verify()).toEqual([]);
});

test("goods sold by weight: a portion is promised in grams, the scale says what left, and an overweight bag takes it from the shelf", async () => {
  await huiliu.context.db`update skus set unit = 'gram', portion = 500 where id = ${SKU}`;
  await setShelf(huiliu, 1, SKU, 1_800);
  await huiliu.tell("app-1", "order", order("W1", 2));
  await huiliu.tell("app-1", "order", order("W2", 2));
  await huiliu.drain();
  // Three portions and 300 g: the second order gets one.
  expect(await lineOf("W2")).toMatchObject({ open: 1, unassigned: 1, stock: "short" });
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 1_800, reserved: 1_500 });
  await pick("W1", 1_060);
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({
    onHand: 1_800,
    reserved: 500,
    picked: 1_060,
  });
  await step("W1", "handed_over");
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 740, reserved: 500, picked: 0 });
  const sold = await one(
    huiliu,
    `select delta from stock_ledger where kind = 'sale' and sku_id = ${SKU}`,
  );
  expect(sold).toEqual({ delta: -1_060 });
  expect(await huiliu.verify()).toEqual([]);
});

test("a planted drift is found in one sweep, and the repair touches that cell and nothing else", async () => {
  await huiliu.tell("app-1", "order", order("A", 2));
  await huiliu.drain();
  expect(await checkStock(huiliu.context, "usr_test")).toMatchObject({ broken: 0, cells: 7_200 });
  await huiliu.context
    .db`update stock set reserved = reserved + 3, on_hand = on_hand + 1 where store_id = 1 and sku_id = ${SKU}`;
  const before = await huiliu.context
    .db`select * from stock where not (store_id = 1 and sku_id = ${SKU}) order by store_id, sku_id`;
  expect(await checkStock(huiliu.context, "usr_test")).toMatchObject({ broken: 1 });
  const [found] = await casesOf("STOCK_DRIFT");
  expect(found?.data).toMatchObject({
    storeId: 1,
    skuId: SKU,
    fields: [
      { field: "reserved", books: 5, truth: 2 },
      { field: "onHand", books: expect.any(Number), truth: expect.any(Number) },
    ],
  });
  const caseId = found?.id ?? 0;
  await huiliu.tell("app-1", "order", order("B", 1));
  await huiliu.drain();
  // It is another difference by now: nothing is done, and the case says what it is.
  expect(await repairCell(huiliu.context, { caseId, actor: "usr_test" })).toMatchObject({
    error: "CHANGED",
  });
  expect(await repairCell(huiliu.context, { caseId, actor: "usr_test" })).toMatchObject({
    ok: true,
  });
  expect(await repairCell(huiliu.context, { caseId, actor: "usr_test" })).toMatchObject({
    error: "NOT_OPEN",
  });
  expect(await huiliu.verify()).toEqual([]);
  expect(
    await huiliu.context
      .db`select * from stock where not (store_id = 1 and sku_id = ${SKU}) order by store_id, sku_id`,
  ).toEqual(before);
});

test("a debt that nobody was there to free is freed by the job", async () => {
  await setShelf(huiliu, 1, SKU, 5);
  await huiliu.tell("app-1", "order", order("A", 4));
  await huiliu.drain();
  await huiliu.context.db`
    insert into stock_ledger (store_id, sku_id, kind, delta, ref) values (1, ${SKU}, 'adjust', -3, 'by hand')`;
  await huiliu.context
    .db`update stock set on_hand = 2, debt = 2 where store_id = 1 and sku_id = ${SKU}`;
  expect(await settleDebts(huiliu.context)).toBe(1);
  expect(await settleDebts(huiliu.context)).toBe(0);
  expect(await shelfOf(huiliu, 1, SKU)).toMatchObject({ onHand: 2, reserved: 2, debt: 0 });
  expect(await lineOf("A")).toEqual({ open: 2, unassigned: 2, stock: "short" });
  expect(await huiliu.verify()).toEqual([]);
});
