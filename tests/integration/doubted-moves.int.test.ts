import { afterEach, beforeEach, expect, test } from "vitest";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { accountOf, ask, expectTrueBooks, linesOf, sayOrder } from "./order-news";
import { rereadCatalog } from "./stock-world";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const B = { text: "星光花园5幢1单元302室", lng: 120.16, lat: 30.26, coord_sys: "GCJ02" };

test("an order whose quantity is looked at moves to where its household waits: its other goods stay promised", async () => {
  await ask(huiliu, "update skus set line_max = 5 where id = 3");
  rereadCatalog(huiliu);
  const items = [
    { sku: "NEW-1", qty: 9 },
    { sku: "K0001", qty: 1 },
  ];
  await sayOrder(huiliu, { no: "1", items });
  await sayOrder(huiliu, { no: "2", change: { address: B } });
  await huiliu.drain();
  const accountId = await accountOf(huiliu, "app-1");
  await mapSku(huiliu.context, { accountId, externalCode: "NEW-1", skuId: 3, by: "usr_1" });
  const reserved = () => ask(huiliu, "select sum(reserved)::int as n from stock where sku_id = 1");
  expect(await reserved()).toEqual([{ n: 2 }]);
  // As it was told first: its article is known by now, its channel's words are the same.
  await sayOrder(huiliu, { no: "1", change: { address: B }, seconds: 5, items });
  await huiliu.drain();
  expect(await reserved()).toEqual([{ n: 2 }]);
  expect(await linesOf(huiliu)).toContainEqual({
    line: 2,
    ordered: 1,
    unassigned: 0,
    open: 1,
    fulfilled: 0,
    cancelled: 0,
  });
  await expectTrueBooks(huiliu);
});
