import { afterEach, beforeEach, expect, test } from "vitest";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { mapStore } from "@/server/pipelines/repair/map-store";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { accountOf, ask, expectTrueBooks, openCasesOf, sayOrder, tellNews } from "./order-news";
import { interruptedAt } from "./stock-world";

/** Articles and shops that are mapped while orders come. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => ask(huiliu, text);

const map = async () =>
  mapSku(huiliu.context, {
    ...{
      accountId: await accountOf(huiliu, "app-1"),
      externalCode: "NEW-1",
      skuId: 2,
      by: "usr_1",
    },
  });

test("an order that comes right after its article was mapped knows it", async () => {
  await sayOrder(huiliu, { no: "1", items: [{ sku: "NEW-1", qty: 1 }] });
  await huiliu.drain();
  await map();
  await sayOrder(huiliu, { no: "2", items: [{ sku: "NEW-1", qty: 1 }] });
  await huiliu.drain();
  expect(await openCasesOf(huiliu)).toEqual([]);
});

test("an order that comes right after its shop was mapped knows it", async () => {
  await sayOrder(huiliu, { no: "1", change: { store_code: "NEW-S" } });
  await huiliu.drain();
  await mapStore(huiliu.context, {
    ...{
      accountId: await accountOf(huiliu, "app-1"),
      externalCode: "NEW-S",
      storeId: 1,
      by: "usr_1",
    },
  });
  await sayOrder(huiliu, { no: "2", change: { store_code: "NEW-S" } });
  await huiliu.drain();
  expect(await openCasesOf(huiliu)).toEqual([]);
});

test("an order taken in while its article is mapped knows it", async () => {
  await sayOrder(huiliu, { no: "1", items: [{ sku: "NEW-1", qty: 1 }] });
  await huiliu.drain();
  await sayOrder(huiliu, { no: "2", items: [{ sku: "NEW-1", qty: 1 }] });
  // Between the look for waiting orders and the end.
  const context = interruptedAt(huiliu.context, 2, () => huiliu.drain());
  await mapSku(context, {
    ...{
      accountId: await accountOf(huiliu, "app-1"),
      externalCode: "NEW-1",
      skuId: 2,
      by: "usr_1",
    },
  });
  await huiliu.drain();
  expect(await openCasesOf(huiliu)).toEqual([]);
});

test("an order cancelled while its article is mapped is not placed again", async () => {
  await sayOrder(huiliu, { no: "1", items: [{ sku: "NEW-1", qty: 1 }] });
  await huiliu.drain();
  const context = interruptedAt(huiliu.context, 2, () => tellNews(huiliu, "order.cancelled"));
  await mapSku(context, {
    ...{
      accountId: await accountOf(huiliu, "app-1"),
      externalCode: "NEW-1",
      skuId: 2,
      by: "usr_1",
    },
  });
  const kinds = (
    await sql("select kind from events where order_id is not null order by order_version")
  ).map((e) => e.kind);
  expect(kinds.at(-1)).toBe("order.cancelled");
  await expectTrueBooks(huiliu);
});
