import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import type { CaseCode } from "@/server/domain/exceptions";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase, foreseeClosing } from "@/server/pipelines/repair/close-case";
import { applyFacts } from "@/server/pipelines/track/apply-facts";
import { freshHuiliu, type Huiliu } from "./huiliu";
import { ask, openCasesOf, orderOf, placeOrder, tellNews } from "./order-news";
import { interruptedAt, setShelf } from "./stock-world";

/** Closing a case by hand, beside what closing.int.test.ts looks at. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => ask(huiliu, text);
async function closed(code: CaseCode) {
  const [row] = await sql(
    `select id, (data ->> 'lineNo')::int as line from exception_cases where code = '${code}' and closed_at is null order by id`,
  );
  const one = { id: Number(row?.id), code, lineNo: row?.line == null ? null : Number(row.line) };
  const effects = await foreseeClosing(huiliu.context, one.id);
  await closeCase(huiliu.context, { caseId: one.id, note: "已电话联系", by: "usr_1" });
  return effects;
}
async function applied(): Promise<void> {
  const [order] = await sql("select id from orders");
  const at = Date.now();
  const fact = {
    ...{
      externalNo: "1",
      kind: "application",
      about: "cancel",
      applicationId: "71",
      state: "open",
    },
    ...{ at, version: `open@${at}`, amountFen: null, reason: "", answerBy: at + 900_000 },
  };
  await inTransaction(huiliu.context.db, (tx) =>
    applyFacts(huiliu.context, tx, [{ orderId: Number(order?.id), fact: fact as never }]),
  );
}

test("an application closed by hand frees the order: no clock that ran out meanwhile cancels it", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await placeOrder(huiliu, [{ sku: "K0002", qty: 3 }]);
  await applied();
  await sql(
    "update exception_cases set due_at = now() - interval '1 hour' where code = 'OUT_OF_STOCK'",
  );
  await settleShortages(huiliu.context);
  expect(await orderOf(huiliu)).toMatchObject({ trade: "accepted" });
  expect(await closed("REFUND_IN_PROGRESS")).toEqual([
    { does: "ends-application" },
    { does: "goes-on" },
  ]);
  await settleShortages(huiliu.context);
  expect(await openCasesOf(huiliu)).toEqual([{ code: "OUT_OF_STOCK" }]);
  expect(await orderOf(huiliu)).toMatchObject({ trade: "accepted" });
});

test("the preview of a shortage tells what happens when goods came meanwhile", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await placeOrder(huiliu, [{ sku: "K0002", qty: 3 }]);
  await setShelf(huiliu, 1, 2, 9);
  const effects = await closed("OUT_OF_STOCK");
  expect(await orderOf(huiliu)).toMatchObject({ trade: "accepted", stock: "reserved" });
  expect(effects).not.toContainEqual({ does: "cancels" });
});

test("the preview says what comes to be owed, where some of the price went back before", async () => {
  await placeOrder(huiliu, [
    { sku: "NOBODY-1", qty: 2 },
    { sku: "K0001", qty: 1 },
  ]);
  await tellNews(huiliu, "refund.succeeded", {
    refund: {
      refund_id: "r1",
      amount_fen: 500,
      items: [{ line_id: "1", qty: 0, amount_fen: 500 }],
    },
  });
  const effects = await closed("SKU_UNMATCHED");
  const { owed } = (await orderOf(huiliu)) ?? {};
  expect(owed).toBe(1_500);
  expect(effects).toContainEqual({ does: "drops", pieces: 2, owedFen: owed });
});

test("of two people who close one case at one time the second is told that somebody was first", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await placeOrder(huiliu, [{ sku: "K0002", qty: 3 }]);
  const [row] = await sql("select id from exception_cases");
  const caseId = Number(row?.id);
  // Both have the page open; the first is done after the second has looked.
  const context = interruptedAt(huiliu.context, 2, () =>
    closeCase(huiliu.context, { caseId, note: "缺货，已退", by: "usr_1" }),
  );
  await expect(closeCase(context, { caseId, note: "货在路上，等", by: "usr_2" })).rejects.toThrow();
});

test("an application of a completed order, closed by hand: it is said before that it ends", async () => {
  await placeOrder(huiliu, [{ sku: "K0001", qty: 1 }]);
  await tellNews(huiliu, "order.completed");
  await applied();
  expect(await sql("select after_sale as s from orders")).toEqual([{ s: "requested" }]);
  const effects = await closed("REFUND_IN_PROGRESS");
  expect(await sql("select after_sale as s from orders")).toEqual([{ s: "none" }]);
  expect(effects).toContainEqual({ does: "ends-application" });
});
