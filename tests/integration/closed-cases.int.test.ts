import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { watchRiders } from "@/server/pipelines/dispatch/watch-riders";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { applyFacts } from "@/server/pipelines/track/apply-facts";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { setShelf } from "./stock-world";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const open = async () =>
  await sql("select id, code from exception_cases where closed_at is null order by id");
const _gate = () => {
  let go: () => void = () => undefined;
  const opened = new Promise<void>((r) => {
    go = r;
  });
  return { opened, go };
};
async function placed(
  no: string,
  change: object = {},
  goods = [{ sku: "K0001", qty: 1 }],
): Promise<number> {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no, ...change }, goods));
  await huiliu.drain();
  return Number((await sql(`select id from orders where external_no = '${no}'`))[0]?.id);
}
const apply = (orderId: number, fact: object) =>
  inTransaction(huiliu.context.db, (tx) =>
    applyFacts(huiliu.context, tx, [{ orderId, fact: { externalNo: "1", ...fact } as never }]),
  );
const asked = (at: number, state: string) => ({
  kind: "application",
  about: "cancel",
  applicationId: "71",
  state,
  at,
  version: `${state}@${at}`,
  amountFen: null,
  reason: "",
  answerBy: at + 900_000,
});

test("an application that is refused frees its order, and no clock that ran out meanwhile cancels it", async () => {
  await setShelf(huiliu, 1, 2, 0);
  const id = await placed("1", {}, [{ sku: "K0002", qty: 3 }]);
  const now = Date.now();
  await apply(id, asked(now, "open"));
  await sql(
    "update exception_cases set due_at = now() - interval '1 hour' where code = 'OUT_OF_STOCK'",
  );
  await settleShortages(huiliu.context);
  expect((await sql("select trade from orders"))[0]).toEqual({ trade: "accepted" });
  await apply(id, asked(now + 1000, "refused"));
  await settleShortages(huiliu.context);
  expect((await sql("select trade from orders"))[0]).toEqual({ trade: "accepted" });
});

test("a case of no rider that a person closed is not opened again the next moment", async () => {
  await placed("1");
  await sql(
    "update fulfilment_orders set status = 'picked', handshake = 'accepted', picked_at = now() - interval '6 minutes'",
  );
  await watchRiders(huiliu.context);
  const [one] = await open();
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "已叫跑腿", by: "demo" });
  await watchRiders(huiliu.context);
  expect((await open()).map((c) => c.code)).toEqual([]);
});

test("closing a case of a completed order does not cancel it", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await placed("1", {}, [{ sku: "K0002", qty: 3 }]);
  await sql("update orders set trade = 'completed'");
  const [one] = await open();
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "看过", by: "demo" });
  expect((await sql("select trade from orders"))[0]).toEqual({ trade: "completed" });
});
