import { afterEach, beforeEach, expect, test } from "vitest";
import { listParked } from "@/db/queries/orders/parked";
import type { Context } from "@/server/context";
import { closeUnwanted } from "@/server/pipelines/close-unwanted";
import { suggestRestocks } from "@/server/pipelines/inventory/ask-restock";
import { checkCells, checkStock, roundCheck } from "@/server/pipelines/inventory/check-stock";
import { takeReports } from "@/server/pipelines/inventory/counts/take-reports";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { failedWork } from "./failed-work";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/** Work that failed and is wanted no more, and what failed and waits for its time. */
let huiliu: Huiliu;
let context: Context;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  ({ context } = huiliu);
});
afterEach(() => huiliu.close());

const { sql, poison, mend, restedSince, tries } = failedWork(() => context.db);
const cases = (code = "WORK_FAILED") =>
  sql(`select subject, closed_at is null as open, closed_by as by from exception_cases
    where code = '${code}' order by id`);
const open = (subject: string) => ({ subject, open: true, by: null });
const closed = (subject: string) => ({ subject, open: false, by: "system" });
/** Three shelves will run out, and the wish for the second cannot be written. */
async function wishes(): Promise<void> {
  await sql(`insert into sale_rates (account_id, store_id, sku_id, milli_per_minute, updated_at)
    select 1, 1, sku, 60000, now() from generate_series(1, 3) sku`);
  await sql("update stock set on_hand = 1, opening_pieces = 1 where store_id = 1 and sku_id <= 3");
  await poison("restock_requests", "new.sku_id = 2");
  await suggestRestocks(context);
}

test("a wish that is none any more: its case is closed when nobody has tried it for a day, and not before", async () => {
  await wishes();
  await sql("delete from sale_rates");
  await restedSince("23 hours 59 minutes");
  await suggestRestocks(context);
  expect(await closeUnwanted(context)).toBe(0);
  expect(await cases()).toEqual([open("restock:1:2")]);
  await restedSince("24 hours 1 minute");
  expect(await closeUnwanted(context)).toBe(1);
  expect(await cases()).toEqual([closed("restock:1:2")]);
  expect(await sql("select outcome from exception_cases where code = 'WORK_FAILED'")).toEqual([
    { outcome: "unwanted" },
  ]);
  expect(await listParked(context.db, 10)).toEqual([]);
  expect(await closeUnwanted(context)).toBe(0);
});

test("what is still wanted and fails again keeps its case", async () => {
  await wishes();
  await restedSince("25 hours");
  await suggestRestocks(context);
  expect(await tries()).toEqual([2]);
  expect(await closeUnwanted(context)).toBe(0);
  expect(await cases()).toEqual([open("restock:1:2")]);
});

test("a parcel whose order was cancelled before it could be released", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "gone" }));
  await huiliu.drain();
  await sql("update fulfilment_orders set hold_until = now() - interval '1 second'");
  const [parcel] = await sql("select id from fulfilment_orders order by id desc limit 1");
  await poison("fulfilment_orders", `new.id = ${String(parcel?.id)}`);
  await releaseParcels(context);
  const subject = `release:${String(parcel?.id)}`;
  expect(await cases()).toEqual([open(subject)]);
  await mend("fulfilment_orders");
  const order = { channel_order_id: "gone" };
  const occurred_at = new Date().toISOString();
  const news = { event: "order.cancelled", event_id: "gone-1", occurred_at, order };
  await huiliu.tell("app-1", "order", JSON.stringify(news));
  await huiliu.drain();
  await restedSince("25 hours");
  expect(await releaseParcels(context)).toBe(0);
  expect(await cases()).toEqual([open(subject)]);
  await closeUnwanted(context);
  expect(await cases()).toEqual([closed(subject)]);
  expect(await huiliu.verify()).toEqual([]);
});

test("a report that was taken back, and one whose rest was forgotten meanwhile", async () => {
  for (const id of [1, 2])
    await sql(`insert into stock_reports (id, account_id, kind, report_id, store_key, as_of, lines, sent_by)
      values (${id}, 1, 'count', 'r${id}', 'nowhere', now(), '[]', 'wms-1')`);
  await poison("stock_reports", "true");
  await takeReports(context);
  await takeReports(context);
  await sql("delete from stock_reports");
  await sql("delete from parked_work where subject = '2'");
  await restedSince("25 hours");
  // Nothing says when this one was tried; it has been open for a moment only.
  expect(await closeUnwanted(context)).toBe(1);
  expect(await cases()).toEqual([closed("stock-reports:1"), open("stock-reports:2")]);
  await sql("update exception_cases set opened_at = now() - interval '24 hours 1 minute'");
  expect(await closeUnwanted(context)).toBe(1);
  expect(await cases()).toEqual([closed("stock-reports:1"), closed("stock-reports:2")]);
});

/** News that came before its order, and cannot be taken once it is there. */
async function lateNews(...nos: string[]): Promise<void> {
  for (const no of nos) {
    const order = { channel_order_id: no };
    const occurred_at = new Date().toISOString();
    const news = { event: "order.cancelled", event_id: `${no}-1`, occurred_at, order };
    await huiliu.tell("app-1", "order", JSON.stringify(news));
  }
  await huiliu.drain();
  for (const no of nos) await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no }));
  await huiliu.drain();
}

test("an order's own count of cases follows; one whose row cannot be written keeps the others waiting for nothing", async () => {
  await poison("channel_facts", "new.order_id is not null");
  await lateNews("first", "second");
  const counts = () =>
    sql(
      "select external_no as no, open_exceptions as n from orders where external_no in ('first', 'second') order by 1",
    );
  expect((await cases()).map((c) => c.open)).toEqual([true, true]);
  expect(await counts()).toEqual([
    { no: "first", n: 1 },
    { no: "second", n: 1 },
  ]);
  await mend("channel_facts");
  await sql("delete from channel_facts");
  await restedSince("25 hours");
  await poison("orders", "new.external_no = 'first'");
  await closeUnwanted(context);
  expect(await counts()).toEqual([
    { no: "first", n: 1 },
    { no: "second", n: 0 },
  ]);
  await mend("orders");
  await closeUnwanted(context);
  expect((await cases()).some((c) => c.open)).toBe(false);
  expect((await counts()).map((c) => c.n)).toEqual([0, 0]);
});

test("one that is being tried this moment is left to whoever tries it", async () => {
  await wishes();
  await restedSince("25 hours");
  await context.db.begin(async (tx) => {
    await tx`update parked_work set until = now() + interval '1 minute'`;
    expect(await closeUnwanted(context)).toBe(0);
  });
  expect(await cases()).toEqual([open("restock:1:2")]);
});

test("restock: a wish that rests is not tried again before its time, and takes the place of no other", async () => {
  await wishes();
  await suggestRestocks(context);
  expect(await tries()).toEqual([1]);
  await mend("restock_requests");
  expect(await suggestRestocks(context)).toBe(0);
  await restedSince("1 second");
  expect(await suggestRestocks(context)).toBe(1);
  expect(await cases()).toEqual([closed("restock:1:2")]);
});

const DRIFTED = "store_id = 1 and sku_id in (1, 2)";

test("the round over all shelves: a finding that rests is not tried again before its time; a person's count has it all the same", async () => {
  await sql("alter table stock disable trigger all");
  await sql(`update stock set reserved = reserved + 1 where ${DRIFTED}`);
  await poison("exception_cases", "new.subject = 'cell:1:1'");
  await roundCheck(context, 50)();
  await roundCheck(context, 50)();
  expect(await tries()).toEqual([1]);
  expect(await checkStock(context, "usr_test")).toMatchObject({ broken: 2 });
  expect(await tries()).toEqual([1]);
  await mend("exception_cases");
  await restedSince("1 second");
  await roundCheck(context, 50)();
  expect(await cases("STOCK_DRIFT")).toEqual([open("cell:1:2"), open("cell:1:1")]);
});

test("a drift that went away by itself: the check that finds the shelf in order closes its case, and no other", async () => {
  await sql("alter table stock disable trigger all");
  await sql(`update stock set reserved = reserved + 1 where ${DRIFTED}`);
  await roundCheck(context, 50)();
  expect(await cases("STOCK_DRIFT")).toEqual([open("cell:1:1"), open("cell:1:2")]);
  await sql("update stock set reserved = reserved - 1 where store_id = 1 and sku_id = 1");
  await roundCheck(context, 50)();
  expect(await cases("STOCK_DRIFT")).toEqual([closed("cell:1:1"), open("cell:1:2")]);
  await sql("update stock set reserved = reserved + 1 where store_id = 1 and sku_id = 1");
  await roundCheck(context, 50)();
  expect((await cases("STOCK_DRIFT")).filter((c) => c.open)).toHaveLength(2);
});

test("a drift that came after a check had read the shelf: that check leaves its case alone, the next finds it in order", async () => {
  await sql("alter table stock disable trigger all");
  const shelf = [{ storeId: 1, skuId: 1 }];
  let hasRead = (): void => undefined;
  let goOn = (): void => undefined;
  const reading = new Promise<void>((done) => (hasRead = done));
  const going = new Promise<void>((done) => (goOn = done));
  const take = async (n: number) => {
    hasRead();
    await going;
    return await context.ids.take(n);
  };
  const slow = checkCells({ ...context, ids: { ...context.ids, take } }, shelf);
  await reading;
  await sql("update stock set reserved = reserved + 1 where store_id = 1 and sku_id = 1");
  expect(await checkCells(context, shelf)).toBe(1);
  goOn();
  expect(await slow).toBe(0);
  expect(await cases("STOCK_DRIFT")).toEqual([open("cell:1:1")]);
  await sql("update stock set reserved = reserved - 1 where store_id = 1 and sku_id = 1");
  await checkCells(context, shelf);
  expect(await cases("STOCK_DRIFT")).toEqual([closed("cell:1:1")]);
});
