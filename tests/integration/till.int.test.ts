import { afterEach, beforeEach, expect, test } from "vitest";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { setShelf } from "./stock-world";

/** A till's sale is a fact about the shelf, whatever was promised of it. */
const SKU = 7;
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const shelf = async () =>
  (
    await sql(
      `select on_hand as "onHand", reserved, picked, debt from stock where store_id = 1 and sku_id = ${SKU}`,
    )
  )[0];
const cases = () =>
  sql(`select e.code, o.external_no as no, e.closed_at is null as open from exception_cases e
    join orders o on o.id = e.order_id order by e.id`);

async function ordered(no: string, qty: number): Promise<void> {
  const address = { text: `星光花园${no}幢2单元1201室`, coord_sys: "GCJ02" };
  const body = ownOrder({ channel_order_id: no, address }, [{ sku: "K0007", qty }]);
  await huiliu.tell("app-1", "order", body);
  await huiliu.drain();
}
async function sold(receipt: string, qty: number, sku = "K0007"): Promise<void> {
  const sale = {
    terminal_id: "T1",
    receipt_no: receipt,
    sold_at: new Date().toISOString(),
    order: {
      store_code: "store_s01",
      items: [{ line_id: "1", sku_code: sku, qty, unit_price_fen: 100, paid_fen: 100 * qty }],
      amounts: { items_fen: 100 * qty, paid_fen: 100 * qty },
    },
  };
  await huiliu.tell("pos-1", "pos-sales", JSON.stringify({ sales: [sale] }));
  await huiliu.drain();
}

test("sold at the till although it was promised: the shelf is what it is, and who goes without is a case", async () => {
  await setShelf(huiliu, 1, SKU, 10);
  await ordered("1", 4);
  await ordered("2", 5);
  await sold("R1", 3);
  expect(await shelf()).toEqual({ onHand: 7, reserved: 9, picked: 0, debt: 2 });
  expect(await cases()).toEqual([]);
  await settleDebts(huiliu.context);
  expect(await shelf()).toEqual({ onHand: 7, reserved: 7, picked: 0, debt: 0 });
  expect(await cases()).toEqual([{ code: "OVERSOLD", no: "2", open: true }]);
  const [sale] = await sql("select trade, phase from orders where channel = 'pos'");
  expect(sale).toEqual({ trade: "completed", phase: "done" });
  expect(await huiliu.verify()).toEqual([]);
});

test("sold at the till although the books had none: they follow, and somebody counts", async () => {
  await setShelf(huiliu, 1, SKU, 1);
  await sold("R1", 3);
  expect(await shelf()).toEqual({ onHand: 0, reserved: 0, picked: 0, debt: 0 });
  expect(await sql("select kind, delta from stock_ledger where ref like 'till:%'")).toEqual([
    { kind: "adjust", delta: 2 },
  ]);
  expect(await sql("select reason from count_tasks where closed_at is null")).toEqual([
    { reason: "收银售出，账面不足" },
  ]);
  expect(await huiliu.verify()).toEqual([]);
});

test("a sale and an order in one batch: the sale is first, whoever was told first", async () => {
  await setShelf(huiliu, 1, SKU, 5);
  const body = ownOrder({ channel_order_id: "1" }, [{ sku: "K0007", qty: 4 }]);
  await huiliu.tell("app-1", "order", body);
  await sold("R1", 3);
  expect(await cases()).toEqual([{ code: "OUT_OF_STOCK", no: "1", open: true }]);
  expect(await shelf()).toMatchObject({ onHand: 2, debt: 0 });
  expect(await huiliu.verify()).toEqual([]);
});
