import { afterEach, beforeEach, expect, test } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { freshHuiliu, type Huiliu } from "./huiliu";
import {
  ask,
  orderOf,
  parcelsThat,
  placeOrder,
  releaseNow,
  tellNews,
  tellStep,
} from "./order-news";
import { newRef, setShelf } from "./stock-world";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => ask(huiliu, text);
const ref = async (line: number) =>
  `${showId("order", Number((await sql("select id from orders"))[0]?.id))}:${line}`;
async function pickShort(found: Record<number, number>): Promise<void> {
  await releaseNow(huiliu);
  const lines = await Promise.all(
    Object.entries(found).map(async ([l, n]) => ({
      line_ref: await ref(Number(l)),
      picked_qty: n,
    })),
  );
  await tellStep(huiliu, "picked", {
    parcels: await parcelsThat(huiliu, "status <> 'cancelled'"),
    lines,
  });
}

test("two short lines of one pick: the case names all that is owed", async () => {
  await placeOrder(huiliu, [
    { sku: "K0001", qty: 2 },
    { sku: "K0002", qty: 2, fen: 700 },
  ]);
  await pickShort({ 1: 1, 2: 1 });
  const rows = await sql(
    "select cause, risk_fen::int as fen from exception_cases where code = 'OUT_OF_STOCK'",
  );
  expect(rows.reduce((sum, r) => sum + Number(r.fen), 0)).toBe(1_700);
});

test("three refunds of a piece each, without an amount: nothing of the price is left over", async () => {
  await placeOrder(huiliu, [{ sku: "K0001", qty: 3 }], {
    items: [
      { line_id: "1", sku_code: "K0001", name: "x", qty: 3, unit_price_fen: 334, paid_fen: 1000 },
    ],
    amounts: {
      items_fen: 1002,
      package_fen: 0,
      delivery_fen: 0,
      discount_merchant_fen: 2,
      discount_platform_fen: 0,
      paid_fen: 1000,
    },
  });
  for (const id of ["a", "b", "c"])
    await tellNews(huiliu, "refund.succeeded", {
      refund: { refund_id: id, amount_fen: 0, items: [{ line_id: "1", qty: 1, amount_fen: 0 }] },
    });
  expect(await orderOf(huiliu)).toMatchObject({ refunded: 1_000 });
});

test("goods lost twice out of one order: the case tells of all that is missing", async () => {
  await setShelf(huiliu, 1, 1, 5);
  await placeOrder(huiliu, [{ sku: "K0001", qty: 5 }]);
  for (const counted of [4, 2]) {
    const edits = [{ kind: "count" as const, storeId: 1, skuId: 1, counted, reason: "盘点" }];
    await editStock(huiliu.context, { edits, mode: "part", actor: "usr_1", ref: newRef() });
  }
  expect(await sql("select unassigned from order_lines")).toEqual([{ unassigned: 3 }]);
  const [row] = await sql(
    "select risk_fen::int as fen from exception_cases where code = 'OVERSOLD'",
  );
  expect(row).toEqual({ fen: 3_000 });
});
