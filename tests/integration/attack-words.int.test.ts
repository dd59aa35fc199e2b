import { afterEach, beforeEach, expect, test } from "vitest";
import { freshHuiliu, type Huiliu } from "./huiliu";
import {
  ask,
  expectTrueBooks,
  orderOf,
  parcelsThat,
  placeOrder,
  releaseNow,
  tellNews,
  tellStep,
} from "./order-news";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => ask(huiliu, text);
const causes = async () =>
  (await sql("select code, cause from exception_cases where closed_at is null order by id")).map(
    (c) => `${c.code} ${c.cause}`,
  );
const pickup = { delivery_mode: "PICKUP", address: { text: "" } };
async function fetched(): Promise<void> {
  await placeOrder(huiliu, [{ sku: "K0001", qty: 2 }], pickup);
  await releaseNow(huiliu);
  await tellStep(huiliu, "handed_over", { parcels: await parcelsThat(huiliu, "true") });
  expect(await orderOf(huiliu)).toMatchObject({ trade: "completed", phase: "done" });
}

test("an order that was fetched and is cancelled after: no word of a rider", async () => {
  await fetched();
  await tellNews(huiliu, "order.cancelled");
  expect((await causes()).join()).not.toContain("骑手");
});

test("fetched and refunded in full", async () => {
  await fetched();
  await tellNews(huiliu, "refund.succeeded", {
    refund: { refund_id: "r1", amount_fen: 2000, full: true },
  });
  await expectTrueBooks(huiliu);
});

test("a till's sale that is taken back: no word of a rider", async () => {
  const sale = {
    terminal_id: "t1",
    receipt_no: "r1",
    sold_at: new Date().toISOString(),
    order: {
      store_code: "store_s01",
      items: [{ sku_code: "K0001", qty: 1, unit_price_fen: 1000, paid_fen: 1000 }],
      amounts: { items_fen: 1000, paid_fen: 1000 },
    },
  };
  await huiliu.tell("pos-1", "pos-sales", JSON.stringify({ sales: [sale] }));
  await huiliu.drain();
  const [order] = await sql("select external_no, phase, channel from orders");
  await huiliu.tell(
    "pos-1",
    "order",
    JSON.stringify({
      event: "order.cancelled",
      event_id: "c1",
      occurred_at: new Date(Date.now() + 5000).toISOString(),
      order: { channel_order_id: order?.external_no },
    }),
  );
  await huiliu.drain();
  expect((await causes()).join()).not.toContain("骑手");
});
