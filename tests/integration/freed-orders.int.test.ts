import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { claimPulls, finishPulls, queuePulls } from "@/db/queries/channels/pulls";
import type { CaseCode } from "@/server/domain/exceptions";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { watchRiders } from "@/server/pipelines/dispatch/watch-riders";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { setShelf } from "./stock-world";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const shelf = async (sku: number) =>
  (
    await sql(
      `select on_hand as "onHand", reserved, picked, debt from stock where store_id = 1 and sku_id = ${sku}`,
    )
  )[0];
const openCodes = async () =>
  (await sql("select code from exception_cases where closed_at is null order by id")).map(
    (c) => c.code,
  );
async function close(code: CaseCode) {
  const [row] = await sql(
    `select id from exception_cases where code = '${code}' and closed_at is null`,
  );
  await closeCase(huiliu.context, { caseId: Number(row?.id), note: "看过", by: "demo" });
}
async function placed(goods: { sku: string; qty: number }[], change: object = {}) {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "1", ...change }, goods));
  await huiliu.drain();
}
async function _sold(sku: string, qty: number) {
  const sale = {
    terminal_id: "T1",
    receipt_no: "R1",
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

test("closing a case of an order that waits for its money keeps what it holds", async () => {
  await setShelf(huiliu, 1, 2, 3);
  const amounts = { items_fen: 3_000, paid_fen: 1 };
  await placed([{ sku: "K0002", qty: 3 }], { status: "UNPAID", amounts });
  expect(await shelf(2)).toMatchObject({ reserved: 3 });
  await close("MONEY_DRIFT");
  expect(await shelf(2)).toMatchObject({ reserved: 3 });
  expect((await sql("select phase from orders"))[0]).toEqual({ phase: "to_pay" });
});

test("mapping an article of an order that waits for its money keeps what it holds", async () => {
  await setShelf(huiliu, 1, 2, 3);
  await placed(
    [
      { sku: "K0002", qty: 3 },
      { sku: "NOBODY-1", qty: 1 },
    ],
    { status: "UNPAID" },
  );
  await mapSku(huiliu.context, { accountId: 1, externalCode: "NOBODY-1", skuId: 5, by: "demo" });
  expect(await shelf(2)).toMatchObject({ reserved: 3 });
});

test("freed by a mapping, an order is not cancelled by a clock that ran out meanwhile", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await setShelf(huiliu, 1, 5, 0);
  await placed([
    { sku: "NOBODY-1", qty: 1 },
    { sku: "K0002", qty: 3 },
  ]);
  await sql("update exception_cases set due_at = now() - interval '1 hour'");
  await settleShortages(huiliu.context);
  await mapSku(huiliu.context, { accountId: 1, externalCode: "NOBODY-1", skuId: 5, by: "demo" });
  await settleShortages(huiliu.context);
  expect((await sql("select trade from orders"))[0]).toEqual({ trade: "accepted" });
});

test("a booked parcel picked before a rider may set out is no case of no rider", async () => {
  const from = Date.now() + 35 * 60_000;
  await placed([{ sku: "K0001", qty: 1 }], {
    expect: {
      type: "BOOKED",
      from: new Date(from).toISOString(),
      to: new Date(from + 3_600_000).toISOString(),
    },
  });
  await sql(
    "update fulfilment_orders set status = 'picked', handshake = 'accepted', picked_at = now() - interval '6 minutes'",
  );
  await sql(
    "update riders set online = true, ping_at = now() + interval '1 hour', lng_e6 = 120150000, lat_e6 = 30250000",
  );
  expect(await assignRiders(huiliu.context)).toBe(0);
  await watchRiders(huiliu.context);
  expect(await openCodes()).toEqual([]);
});

test("a refund announced while a slow fetch is over its claim is fetched all the same", async () => {
  const db = huiliu.context.db;
  const ask = (refundId: string | null) =>
    inTransaction(db, (tx) =>
      queuePulls(tx, [{ accountId: 1, externalNo: "X", lane: 0, degraded: false, refundId }]),
    );
  await ask(null);
  const pulls = await claimPulls(db, 1, { limit: 10, forSeconds: 30 });
  // The batch takes 31 seconds: its claim is over, and its account is still busy.
  await sql("update pulls set due_at = due_at - interval '31 seconds'");
  const [row] = await sql("select due_at::text as claim from pulls");
  const late = pulls.map((p) => ({ ...p, claim: String(row?.claim) }));
  await ask("R1");
  await inTransaction(db, (tx) => finishPulls(tx, late));
  expect(await sql("select refunds from pulls")).toEqual([{ refunds: ["R1"] }]);
});
