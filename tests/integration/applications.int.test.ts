import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { claimPulls, finishPulls, queuePulls } from "@/db/queries/channels/pulls";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { meituanGoods, meituanOrder, tellMeituan } from "./channel-news";
import { freshHuiliu, type Huiliu } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const NO = "800000000000000001";
const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const order = async () =>
  (
    await sql(`select trade, stock, after_sale as "afterSale", holds, refunded_fen as refunded
    from orders where external_no = '${NO}'`)
  )[0];
const cases = (code: string) =>
  sql(
    `select id, subject, closed_at is null as open, outcome, cause from exception_cases where code = '${code}' order by id`,
  );
const lines = () =>
  sql(`select l.line_no as line, l.open, l.cancelled, l.refunded_fen as refunded from order_lines l
    join orders o on o.id = l.order_id where o.external_no = '${NO}' order by 1`);
const released = () => sql("select from fulfilment_orders where status = 'released'");

async function placed(goods = [meituanGoods("K0001", 2, 9.9)]): Promise<void> {
  await tellMeituan(huiliu, "order-paid", meituanOrder(NO, goods));
  await huiliu.drain();
}
async function refund(flags: Record<string, string>, topic = "refund-full"): Promise<void> {
  const base = { order_id: NO, refund_id: "88", reason: "不想要了" };
  await tellMeituan(huiliu, topic, { ...base, ...flags });
  await huiliu.drain();
}
const APPLY = { notify_type: "apply", res_type: "0" };
async function release(): Promise<void> {
  await sql(
    "update fulfilment_orders set hold_until = now() - interval '1 second' where hold_until is not null",
  );
  await releaseParcels(huiliu.context);
}

test("applied for: 申请中, a case with a clock, and nothing goes to the store until it is refused", async () => {
  await placed();
  await refund(APPLY);
  expect(await order()).toMatchObject({
    afterSale: "requested",
    holds: 1,
    stock: "reserved",
    refunded: 0,
  });
  expect(await cases("REFUND_IN_PROGRESS")).toMatchObject([
    { open: true, cause: "买家申请退款：不想要了，平台等待商家答复" },
  ]);
  await release();
  expect(await released()).toHaveLength(0);
  await refund({
    notify_type: "reject",
    res_type: "1",
    utime: String(Math.floor(Date.now() / 1000) + 5),
  });
  expect(await order()).toMatchObject({ afterSale: "rejected", holds: 0 });
  expect(await cases("REFUND_IN_PROGRESS")).toMatchObject([{ open: false, outcome: "refused" }]);
  await release();
  expect(await released()).toHaveLength(1);
  expect(await huiliu.verify()).toEqual([]);
});

test("agreed: the money goes back, and the case with it", async () => {
  await placed();
  await refund(APPLY);
  await refund({ notify_type: "agree", res_type: "2" });
  expect(await order()).toMatchObject({ afterSale: "refunded", holds: 0, refunded: 2_480 });
  expect(await cases("REFUND_IN_PROGRESS")).toMatchObject([{ open: false, outcome: "agreed" }]);
  expect(await huiliu.verify()).toEqual([]);
});

test("a person who has dealt with it closes the case: the order goes on, whatever the platform never said", async () => {
  await placed();
  await refund(APPLY);
  const [one] = await cases("REFUND_IN_PROGRESS");
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "已电话说服", by: "demo" });
  expect(await order()).toMatchObject({ afterSale: "none", holds: 0 });
  await release();
  expect(await released()).toHaveLength(1);
  expect(await huiliu.verify()).toEqual([]);
});

test("an application that comes before its order holds it as well", async () => {
  await refund(APPLY);
  await placed();
  await huiliu.drain();
  expect(await order()).toMatchObject({ afterSale: "requested", holds: 1 });
  await release();
  expect(await released()).toHaveLength(0);
  expect(await huiliu.verify()).toEqual([]);
});

test("a partial refund without goods gives money; the goods stay", async () => {
  await placed();
  await refund({ notify_type: "agree", res_type: "4", money: "3.00" }, "refund-partial");
  expect(await order()).toMatchObject({ afterSale: "none", refunded: 300, stock: "reserved" });
  expect(await lines()).toMatchObject([{ open: 2, cancelled: 0, refunded: 0 }]);
  expect(await huiliu.verify()).toEqual([]);
});

test("two lines of one article: a refund of one of them is of that one, and its fen are the refund's", async () => {
  const twins = [
    meituanGoods("K0002", 1, 0.01, { item_id: "it1", original_price: "4.9" }),
    meituanGoods("K0003", 1, 3.5, { item_id: "it2" }),
    meituanGoods("K0002", 2, 4.9, { item_id: "it3" }),
  ];
  await placed(twins);
  const food = JSON.stringify([
    { app_food_code: "K0002", sku_id: "K0002", count: 2, refund_price: 4.9 },
  ]);
  await refund({ notify_type: "agree", res_type: "2", money: "9.80", food }, "refund-partial");
  expect(await lines()).toMatchObject([
    { line: 1, open: 1, cancelled: 0, refunded: 0 },
    { line: 2, open: 1, cancelled: 0, refunded: 0 },
    { line: 3, open: 0, cancelled: 2, refunded: 980 },
  ]);
  expect(await huiliu.verify()).toEqual([]);
});

test("flags nobody taught us: a case for each order and push, none hidden by another", async () => {
  await placed();
  await refund({ notify_type: "surprise" });
  await refund({ notify_type: "surprise", refund_id: "89" });
  const told = await cases("UNKNOWN_EVENT");
  expect(told).toHaveLength(2);
  expect(told[0]?.cause).toBe(
    `美团闪购 订单 ${NO} 的 refund 无法理解（refund_id=88 notify_type=surprise），请到平台核对，原文已保存`,
  );
});

test("a fetch that is asked for again while it is under way is not over with the old answer", async () => {
  const { db } = huiliu.context;
  const ask = (refundId: string | null) =>
    inTransaction(db, (tx) =>
      queuePulls(tx, [{ accountId: 4, externalNo: NO, lane: 1, degraded: false, refundId }]),
    );
  await ask(null);
  const [taken] = await claimPulls(db, 4, { limit: 10, forSeconds: 30 });
  await ask("88");
  await inTransaction(db, (tx) => finishPulls(tx, [taken!]));
  const [again] = await claimPulls(db, 4, { limit: 10, forSeconds: 30 });
  expect(again).toMatchObject({ externalNo: NO, refunds: ["88"], attempts: 1 });
  await inTransaction(db, (tx) => finishPulls(tx, [again!]));
  expect(await sql("select from pulls")).toHaveLength(0);
});
