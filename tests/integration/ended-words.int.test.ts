import { afterEach, beforeEach, expect, test } from "vitest";
import type { CaseCode } from "@/server/domain/exceptions";
import { closeCase, foreseeClosing } from "@/server/pipelines/repair/close-case";
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

const closeOpen = async (code: string) => {
  const [one] = await sql(
    `select id from exception_cases where code = '${code}' and closed_at is null`,
  );
  const about = { id: Number(one?.id), code: code as CaseCode, lineNo: null };
  const effects = await foreseeClosing(huiliu.context, about.id);
  await closeCase(huiliu.context, { caseId: about.id, note: "已电话联系", by: "usr_1" });
  return effects;
};
const lastKind = async () =>
  (
    await sql(
      "select kind from events where order_id is not null order by order_version desc limit 1",
    )
  )[0]?.kind;

test("a case closed of an order that is over: nothing of it is placed again", async () => {
  await placeOrder(huiliu, [{ sku: "K0001", qty: 1 }]);
  await releaseNow(huiliu);
  await tellStep(huiliu, "handed_over", { parcels: await parcelsThat(huiliu, "true") });
  await tellNews(huiliu, "order.cancelled");
  await closeOpen("UNDELIVERABLE");
  expect(await lastKind()).not.toBe("order.placed_again");
});
