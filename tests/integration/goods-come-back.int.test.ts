import { afterEach, beforeEach, expect, test } from "vitest";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { ask, expectTrueBooks, linesOf, openCasesOf, sayOrder } from "./order-news";
import { newRef, setShelf } from "./stock-world";

/** Goods that come back to an order whose goods were taken out of a parcel before. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => ask(huiliu, text);

test("goods lost out of a shared parcel and there again: whoever closes the case puts them into it", async () => {
  await setShelf(huiliu, 1, 2, 3);
  await sayOrder(huiliu, { no: "1", items: [{ sku: "K0001", qty: 1 }] });
  await sayOrder(huiliu, { no: "2", items: [{ sku: "K0002", qty: 2 }] });
  await huiliu.drain();
  expect(await sql("select members from fulfilment_orders")).toEqual([{ members: 2 }]);
  const count = (counted: number) =>
    editStock(huiliu.context, {
      edits: [{ kind: "count", storeId: 1, skuId: 2, counted, reason: "盘点" }],
      mode: "part",
      actor: "usr_test",
      ref: newRef(),
    });
  await count(0);
  expect(await openCasesOf(huiliu)).toEqual([{ code: "OVERSOLD" }]);
  await count(9);
  const [one] = await sql("select id from exception_cases where code = 'OVERSOLD'");
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "货到了", by: "usr_1" });
  expect(await openCasesOf(huiliu)).toEqual([]);
  expect(await linesOf(huiliu)).toMatchObject([{ open: 1 }, { open: 2, cancelled: 0 }]);
  await expectTrueBooks(huiliu);
});
