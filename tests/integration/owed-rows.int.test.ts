import { afterEach, beforeEach, expect, test } from "vitest";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { rereadCatalog, setShelf, shelfOf } from "./stock-world";

/** What is the buyer's has a row that outlives order and case; what nobody can mean waits for a word. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
async function told(event: string, more: object = {}): Promise<void> {
  const occurred_at = new Date().toISOString();
  const body = { event, event_id: event, occurred_at, order: { channel_order_id: "1" }, ...more };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
  await huiliu.drain();
}
async function placed(qty: number): Promise<void> {
  const body = ownOrder({ channel_order_id: "1" }, [{ sku: "K0001", qty, fen: 700 }]);
  await huiliu.tell("app-1", "order", body);
  await huiliu.drain();
}
const owed = () =>
  sql(`select why, pieces, amount_fen::int as fen, back_fen::int as back, closed_at is null as open
    from owed order by ref`);
const order = async () =>
  (await sql("select trade, phase, stock, owed_fen::int as owed from orders"))[0];
const cases = () => sql("select code from exception_cases where closed_at is null");
const holds = async () => expect(await huiliu.verify()).toEqual([]);

test("what is missing is owed when nobody decides, and is over when as much was refunded", async () => {
  await setShelf(huiliu, 1, 1, 2);
  await placed(5);
  await sql("update exception_cases set due_at = now() - interval '1 minute'");
  await settleShortages(huiliu.context);
  expect(await owed()).toEqual([{ why: "short", pieces: 3, fen: 2_100, back: 0, open: true }]);
  const refund = {
    refund_id: "r1",
    amount_fen: 700,
    items: [{ line_id: "1", qty: 1, amount_fen: 700 }],
  };
  await told("refund.succeeded", { refund });
  expect(await order()).toMatchObject({ owed: 1_400, trade: "accepted" });
  await told("refund.succeeded", { refund: { refund_id: "r2", amount_fen: 1_400, items: [] } });
  expect(await owed()).toMatchObject([{ back: 2_100, open: false }]);
  await holds();
});

test("an order that is told complete while pieces are missing owes them still", async () => {
  await setShelf(huiliu, 1, 1, 2);
  await placed(5);
  await told("order.completed");
  expect(await order()).toMatchObject({ trade: "completed", owed: 2_100 });
  expect(await cases()).toEqual([]);
  await holds();
});

test("an order that is cancelled owes nothing more: who cancels gives everything back", async () => {
  await setShelf(huiliu, 1, 1, 2);
  await placed(5);
  await sql("update exception_cases set due_at = now() - interval '1 minute'");
  await settleShortages(huiliu.context);
  await told("order.cancelled");
  expect(await order()).toMatchObject({ trade: "cancelled", owed: 0 });
  await holds();
});

test("999 pieces take nothing from the shelf until somebody has said that they are meant", async () => {
  await setShelf(huiliu, 1, 1, 30_000);
  await placed(999);
  expect(await order()).toMatchObject({ phase: "held", stock: "unreserved" });
  expect((await shelfOf(huiliu, 1, 1)).reserved).toBe(0);
  const [odd] = await sql("select id, code, cause from exception_cases");
  expect(odd).toMatchObject({ code: "QUANTITY_ODD" });
  expect(odd?.cause).toContain("999 件，超过 200 件");
  await closeCase(huiliu.context, { caseId: Number(odd?.id), note: "团购客户", by: "usr_1" });
  expect(await order()).toMatchObject({ stock: "reserved" });
  expect((await shelfOf(huiliu, 1, 1)).reserved).toBe(999);
  await holds();
});

test("an article may allow less than its channel", async () => {
  await sql("update skus set line_max = 10 where id = 1");
  rereadCatalog(huiliu);
  await placed(11);
  expect(await cases()).toEqual([{ code: "QUANTITY_ODD" }]);
});

test("more is refunded than was left: people look before it goes on", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await placed(2);
  await told("refund.succeeded", { refund: { refund_id: "r1", amount_fen: 9_000, items: [] } });
  expect(await cases()).toEqual([{ code: "MONEY_DRIFT" }]);
  expect(await sql("select holds from orders")).toEqual([{ holds: 1 }]);
  await holds();
});

const sell = async (sku: string): Promise<void> => {
  const { order: sold } = JSON.parse(ownOrder({}, [{ sku, qty: 2 }])) as { order: object };
  const base = { terminal_id: "T1", receipt_no: "R1", sold_at: new Date().toISOString() };
  await huiliu.tell("pos-1", "pos-sales", JSON.stringify({ sales: [{ ...base, order: sold }] }));
  await huiliu.drain();
};

test("a till sold what nobody had mapped: mapped later, it leaves the shelf", async () => {
  await setShelf(huiliu, 1, 1, 20);
  await sell("NOBODY-1");
  expect(await order()).toMatchObject({ trade: "completed" });
  expect(await cases()).toEqual([{ code: "SKU_UNMATCHED" }]);
  const [account] = await sql("select id from channel_accounts where code = 'pos-1'");
  const accountId = Number(account?.id);
  await mapSku(huiliu.context, { accountId, externalCode: "NOBODY-1", skuId: 1, by: "usr_1" });
  expect((await shelfOf(huiliu, 1, 1)).onHand).toBe(18);
  expect(await cases()).toEqual([]);
  await holds();
});

test("a till sold of a shelf that nobody had opened: the books follow, and somebody counts", async () => {
  await sql("delete from stock where store_id = 1 and sku_id = 1");
  await sell("K0001");
  expect(await order()).toMatchObject({ trade: "completed" });
  expect(await shelfOf(huiliu, 1, 1)).toMatchObject({ onHand: 0, reserved: 0, picked: 0 });
  expect(await sql("select delta from stock_ledger order by delta desc")).toEqual([
    { delta: 2 },
    { delta: -2 },
  ]);
  await holds();
});
