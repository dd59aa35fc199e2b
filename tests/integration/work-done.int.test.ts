import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction, type Tx } from "@/db/client";
import { closeAnswered, settleOverdue } from "@/db/queries/cases/cases";
import { closeCasesOf, recountCases } from "@/db/queries/orders/events";
import type { Context } from "@/server/context";
import { closeUnwanted } from "@/server/pipelines/close-unwanted";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { planChanged } from "@/server/pipelines/publish/plan-figures";
import { planPrices } from "@/server/pipelines/publish/plan-prices";
import { askEverything } from "@/server/pipelines/publish/plan-round";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { goOn } from "@/server/pipelines/sweep";
import { failedWork } from "./failed-work";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { newRef } from "./stock-world";

/** A case of work that failed is closed as done by whoever really did it, and by nobody who only came by. */
let huiliu: Huiliu;
let context: Context;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  ({ context } = huiliu);
});
afterEach(() => huiliu.close());

const { sql, poison, mend, restedSince, tries } = failedWork(() => context.db);
const cases = () =>
  sql(`select closed_at is null as open, outcome from exception_cases
    where code = 'WORK_FAILED' order by id`);
const OPEN = { open: true, outcome: null };
const DONE = { open: false, outcome: "后来成功" };
const restIsOver = () => restedSince("1 second");

async function order(): Promise<void> {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "one" }));
  await huiliu.drain();
}

test("a parcel that could not be given to a rider: a round with no rider on duty closes nothing, one that assigns does", async () => {
  await order();
  await sql("update fulfilment_orders set status = 'picking', handshake = 'accepted'");
  await sql(
    "update riders set online = true, ping_at = now() + interval '1 hour', lng_e6 = 120150000, lat_e6 = 30250000",
  );
  await poison("delivery_tasks", "true");
  await assignRiders(context);
  expect(await cases()).toEqual([OPEN]);
  await sql("update riders set online = false");
  await restIsOver();
  expect(await assignRiders(context)).toBe(0);
  expect(await cases()).toEqual([OPEN]);
  expect(await tries()).toEqual([1]);
  await sql("update riders set online = true");
  await mend("delivery_tasks");
  expect(await assignRiders(context)).toBe(1);
  expect(await cases()).toEqual([DONE]);
  expect(await tries()).toEqual([]);
});

test("a parcel that could not be released: put back because its order is held, its case stays until it goes", async () => {
  await order();
  await sql("update fulfilment_orders set hold_until = now() - interval '1 second'");
  await poison("fulfilment_orders", "new.status = 'released'");
  await releaseParcels(context);
  expect(await cases()).toEqual([OPEN]);
  await sql("update orders set holds = 1");
  await restIsOver();
  await releaseParcels(context);
  expect(await sql("select 1 from fulfilment_orders where hold_until is not null")).toEqual([]);
  expect(await cases()).toEqual([OPEN]);
  await mend("fulfilment_orders");
  await sql("update orders set holds = 0");
  await sql("update fulfilment_orders set hold_until = now()");
  await releaseParcels(context);
  expect(await cases()).toEqual([DONE]);
});

const price = (skuId: number) =>
  `new.kind::text = 'price' and new.store_id = 1 and new.sku_id = ${skuId}`;

test("prices that could not be told: once planned they have no case, together with all others or in halves", async () => {
  await poison("published", price(2));
  await planPrices(context);
  const told = (await cases()).length;
  expect(told).toBeGreaterThan(0);
  expect(await tries()).toHaveLength(told);
  await mend("published");
  await poison("published", price(3));
  await sql("update skus set price_fen = price_fen + 1 where id = 3");
  await restIsOver();
  await planPrices(context);
  const open = (await cases()).filter((c) => c.open);
  expect((await cases()).slice(0, told)).toEqual(Array(told).fill(DONE));
  expect(open.length).toBeGreaterThan(0);
  await mend("published");
  await restIsOver();
  await planPrices(context);
  expect((await cases()).every((c) => !c.open)).toBe(true);
  expect(await tries()).toEqual([]);
});

/** Shelves are counted, and channels should show something else. */
async function count(counted: number, ...skuIds: number[]): Promise<void> {
  const why = { storeId: 1, reason: "盘点", kind: "count" as const, counted };
  const edits = skuIds.map((skuId) => ({ ...why, skuId }));
  await editStock(context, { edits, mode: "all", actor: "usr_test", ref: newRef() });
  await planChanged(context);
}

test("shelves that could not be planned after an event: once planned they have no case, together or in halves", async () => {
  await askEverything(context);
  const stock = (skuId: number) => `new.kind::text = 'stock' and new.sku_id = ${skuId}`;
  await poison("published", stock(2));
  await count(77, 2);
  expect(await cases()).toEqual([OPEN]);
  await mend("published");
  await poison("published", stock(3));
  await restIsOver();
  await count(55, 2, 3);
  expect(await cases()).toEqual([DONE, OPEN]);
  await mend("published");
  await count(44, 3);
  expect(await cases()).toEqual([DONE, DONE]);
  expect(await tries()).toEqual([]);
});

/** Two cases of work that failed long ago, the first of them about the order. @returns the order */
async function oldCases(): Promise<number> {
  await order();
  const [row] = await sql("select id::int from orders");
  const id = Number(row?.id);
  await sql(`insert into exception_cases (id, code, subject, order_id, cause, data, due_at, opened_at)
    select 900000000 + i, 'WORK_FAILED', 'x:' || i, case i when 1 then ${id} end, 'c',
      jsonb_build_object('job', 'x', 'subject', i::text), now(), now() - interval '2 days' from generate_series(1, 2) i`);
  await sql(
    "insert into parked_work (job, subject, cause, tries, until) select 'x', i, 'c', 1, now() - interval '2 days' from unnest(array['1', '2']) i",
  );
  await sql("update orders set open_exceptions = 1");
  return id;
}

/** Whoever cancels the order holds it, and closes its cases a moment after this began. */
async function cancelDuring<T>(id: number, meanwhile: () => Promise<T>): Promise<T> {
  let other: Promise<T> | undefined;
  await inTransaction(context.db, async (tx) => {
    await tx`select 1 from orders where id = ${id} for update`;
    other = meanwhile();
    other.catch(() => undefined);
    await Promise.race([other, new Promise((done) => setTimeout(done, 300))]);
    await closeCasesOf(tx, [id], "order_closed");
    await recountCases(tx, [id]);
  });
  return await (other as Promise<T>);
}
const isCounted = async () =>
  expect(await sql("select open_exceptions as n from orders")).toEqual([{ n: 0 }]);

test("cases nobody wants: an order that somebody holds is left to him, and nobody waits in a circle", async () => {
  const id = await oldCases();
  expect(await cancelDuring(id, () => closeUnwanted(context))).toBe(1);
  expect((await cases()).map((c) => c.outcome)).toEqual(["order_closed", "unwanted"]);
  await isCounted();
});

test("work that succeeds while its order is cancelled: order before case, nobody waits in a circle", async () => {
  const id = await oldCases();
  const named = { job: "x", subjectOf: String };
  const succeed = () => inTransaction(context.db, (tx: Tx) => goOn(tx, named, [1, 2]));
  await cancelDuring(id, succeed);
  expect((await cases()).map((c) => c.outcome)).toEqual(["order_closed", "后来成功"]);
  await isCounted();
});

test.each<[string, string, (tx: Tx) => Promise<number[]>]>([
  ["overdue", "OUT_OF_STOCK", (tx) => settleOverdue(tx, ["OUT_OF_STOCK"], "refund_owed")],
  ["answered", "ACCEPT_LATE", closeAnswered],
])(
  "cases that are %s: an order that somebody holds is left to him, and closed the next time",
  async (_, code, close) => {
    const id = await oldCases();
    await sql(`update exception_cases set code = '${code}' where order_id is not null`);
    await sql("update orders set trade = 'accepted'");
    const closing = () => inTransaction(context.db, close);
    expect(await cancelDuring(id, closing)).toEqual([]);
    await sql("update exception_cases set closed_at = null, outcome = null");
    expect(await closing()).toEqual([id]);
  },
);
