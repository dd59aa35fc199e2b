import { afterEach, beforeEach, expect, test } from "vitest";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { accountOf, ask, openCasesOf, orderOf, placeOrder } from "./order-news";
import { rereadCatalog, setShelf } from "./stock-world";

/** An order that is short of one line, and whose other line turns out to be odd when its article is mapped. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  await ask(huiliu, "update skus set line_max = 5 where id = 3");
  rereadCatalog(huiliu);
  await setShelf(huiliu, 1, 2, 1);
  await placeOrder(huiliu, [
    { sku: "NEW-1", qty: 9 },
    { sku: "K0002", qty: 3 },
  ]);
  const accountId = await accountOf(huiliu, "app-1");
  await mapSku(huiliu.context, { accountId, externalCode: "NEW-1", skuId: 3, by: "usr_1" });
  const open = await openCasesOf(huiliu);
  expect(open).toContainEqual({ code: "QUANTITY_ODD" });
  expect(open).toContainEqual({ code: "OUT_OF_STOCK" });
});
afterEach(() => huiliu.close());

async function close(code: string): Promise<void> {
  const [one] = await ask(
    huiliu,
    `select id from exception_cases where code = '${code}' and closed_at is null`,
  );
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "已确认", by: "usr_1" });
}
/** No order is short without somebody or a clock that looks at it. */
async function expectSeen(): Promise<void> {
  const order = await orderOf(huiliu);
  const cases = await openCasesOf(huiliu);
  expect([order?.stock === "short", cases.length > 0]).not.toEqual([true, false]);
}

test("its shortage falls due while somebody looks at the odd quantity: it is no less short after", async () => {
  await ask(
    huiliu,
    "update exception_cases set due_at = now() - interval '1 second' where code = 'OUT_OF_STOCK'",
  );
  await settleShortages(huiliu.context);
  await close("QUANTITY_ODD");
  await settleShortages(huiliu.context);
  await expectSeen();
});

test("its shortage is closed by hand first, the odd quantity after", async () => {
  await close("OUT_OF_STOCK");
  await close("QUANTITY_ODD");
  await expectSeen();
});
