import { afterEach, beforeEach, expect, test } from "vitest";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { settleOwed } from "@/server/pipelines/repair/settle-owed";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { ask, type Item, linesOf, orderOf, placeOrder, sayNews, tellNews } from "./order-news";
import { setShelf } from "./stock-world";

/** Money that is owed, against refunds that are about something else, and against what has gone back already. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => ask(huiliu, text);
const say = (event: string) => sayNews(huiliu, event);
const told = (event: string, more: object = {}) => tellNews(huiliu, event, more);
const placed = (items: Item[], change: object = {}) => placeOrder(huiliu, items, change);
async function timePasses(): Promise<void> {
  await sql(
    "update exception_cases set due_at = now() - interval '1 minute' where closed_at is null",
  );
  await settleShortages(huiliu.context);
}
const refund = (id: string, fen: number, items: object[] = []) => ({
  refund: { refund_id: id, amount_fen: fen, items },
});
const order = () => orderOf(huiliu);
const lines = () => linesOf(huiliu);

test("a refund that takes a piece of one line does not pay for the piece of another that never came", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await setShelf(huiliu, 1, 2, 1);
  await placed([
    { sku: "K0001", qty: 2 },
    { sku: "K0002", qty: 2 },
  ]);
  await timePasses();
  expect(await order()).toMatchObject({ owed: 1_000 });
  await told(
    "refund.succeeded",
    refund("r1", 1_000, [{ line_id: "1", qty: 1, amount_fen: 1_000 }]),
  );
  // One piece of line 1 left the order for this money: that of line 2 is still the buyer's.
  expect(await lines()).toMatchObject([
    { line: 1, open: 1, cancelled: 1 },
    { line: 2, open: 1, cancelled: 1 },
  ]);
  expect(await order()).toMatchObject({ refunded: 1_000, owed: 1_000 });
});

test("what is owed is never more than what is left of the price", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await setShelf(huiliu, 1, 2, 0);
  await placed([
    { sku: "K0001", qty: 1, fen: 1_000 },
    { sku: "K0002", qty: 1, fen: 3_000 },
  ]);
  await told("refund.succeeded", refund("r1", 3_500));
  await timePasses();
  const { paid, refunded, owed } = (await order()) as Record<string, number>;
  expect(refunded! + owed!).toBeLessThanOrEqual(paid!);
});

test("a line whose price went back before its shortage was settled is not owed again", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await setShelf(huiliu, 1, 2, 1);
  await placed([
    { sku: "K0001", qty: 1, fen: 9_000 },
    { sku: "K0002", qty: 3, fen: 1_000 },
  ]);
  await told(
    "refund.succeeded",
    refund("r1", 3_000, [{ line_id: "2", qty: 1, amount_fen: 3_000 }]),
  );
  await timePasses();
  expect(await order()).toMatchObject({ refunded: 3_000, owed: 0 });
});

test("a debt that went back as an amount is not counted once more: the refunded piece leaves the order", async () => {
  await setShelf(huiliu, 1, 1, 2);
  await placed([{ sku: "K0001", qty: 3 }]);
  await timePasses();
  await told("refund.succeeded", refund("r1", 1_000));
  expect(await order()).toMatchObject({ owed: 0, refunded: 1_000 });
  await told(
    "refund.succeeded",
    refund("r2", 1_000, [{ line_id: "1", qty: 1, amount_fen: 1_000 }]),
  );
  expect(await lines()).toMatchObject([{ ordered: 3, open: 1, cancelled: 2 }]);
});

test("a debt that a person settled is not counted once more: the refunded piece leaves the order", async () => {
  await setShelf(huiliu, 1, 1, 2);
  await placed([{ sku: "K0001", qty: 3 }]);
  await timePasses();
  const rows = (await sql(`select order_id::bigint as "orderId", ref from owed`)) as unknown as {
    orderId: number;
    ref: string;
  }[];
  await settleOwed(huiliu.context, {
    rows: rows.map((r) => ({ orderId: Number(r.orderId), ref: r.ref })),
    how: "elsewhere",
    note: "已微信转账",
    by: "usr_1",
    storeId: null,
  });
  await told(
    "refund.succeeded",
    refund("r2", 1_000, [{ line_id: "1", qty: 1, amount_fen: 1_000 }]),
  );
  expect(await lines()).toMatchObject([{ ordered: 3, open: 1, cancelled: 2 }]);
});

test("paid, then cancelled, told in one batch or in two: the money is not owed twice", async () => {
  await placed([{ sku: "K0001", qty: 1 }], { status: "UNPAID" });
  await say("order.paid");
  await say("order.cancelled");
  await huiliu.drain();
  expect(await order()).toMatchObject({ trade: "cancelled", owed: 0 });
});

test("all or none: a row that is not there refuses the others, however often one is named", async () => {
  await setShelf(huiliu, 1, 1, 2);
  await placed([{ sku: "K0001", qty: 3 }]);
  await timePasses();
  const [row] = (await sql(`select order_id::bigint as "orderId", ref from owed`)) as unknown as {
    orderId: number;
    ref: string;
  }[];
  const one = { orderId: Number(row!.orderId), ref: row!.ref };
  const settled = settleOwed(huiliu.context, {
    rows: [one, one, { ...one, ref: "short:9:9" }],
    how: "waived",
    note: "顾客不要",
    by: "usr_1",
    storeId: null,
  });
  await expect(settled).rejects.toMatchObject({ code: "OWED_UNKNOWN" });
});

test("paid for an order that is over: its history tells of it, and consoles hear of the case and the debt", async () => {
  await placed([{ sku: "K0001", qty: 1 }], { status: "UNPAID" });
  await told("order.cancelled");
  const [before] = await sql("select count(*)::int as n from events");
  await told("order.paid");
  expect(await order()).toMatchObject({ owed: 1_000 });
  const [after] = await sql("select count(*)::int as n from events");
  expect(Number(after?.n)).toBeGreaterThan(Number(before?.n));
});
