import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { loadModel } from "@/db/queries/orders/load-model";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { takeLateFacts } from "@/server/pipelines/track/take-late-facts";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());
const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const _shelf = async (sku: number) =>
  (
    await sql(
      `select on_hand as "onHand", reserved, picked, debt from stock where store_id = 1 and sku_id = ${sku}`,
    )
  )[0];
const _codes = async () =>
  (await sql("select code from exception_cases where closed_at is null order by id")).map(
    (c) => c.code,
  );
async function placed(change: object = {}, goods = [{ sku: "K0001", qty: 1 }]) {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "1", ...change }, goods));
  await huiliu.drain();
}
async function event(name: string, drain = true) {
  const body = {
    event: name,
    event_id: name,
    occurred_at: new Date().toISOString(),
    order: { channel_order_id: "1" },
  };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
  if (drain) await huiliu.drain();
}
async function _sold(store: string, items: { sku: string; qty: number }[]) {
  const total = items.reduce((n, i) => n + 100 * i.qty, 0);
  const sale = {
    terminal_id: "T1",
    receipt_no: "R1",
    sold_at: new Date().toISOString(),
    order: {
      store_code: store,
      items: items.map((i, n) => ({
        line_id: String(n + 1),
        sku_code: i.sku,
        qty: i.qty,
        unit_price_fen: 100,
        paid_fen: 100 * i.qty,
      })),
      amounts: { items_fen: total, paid_fen: total },
    },
  };
  await huiliu.tell("pos-1", "pos-sales", JSON.stringify({ sales: [sale] }));
  await huiliu.drain();
}

test("a completed fact whose payment rests is no work done", async () => {
  await placed({ status: "UNPAID" });
  await sql(`insert into parked_work (job, subject, cause, tries, until)
    values ('payments', '1|paid|paid|1', 'x', 1, now() + interval '1 hour')`);
  await huiliu.tell(
    "app-1",
    "order",
    JSON.stringify({
      event: "order.completed",
      event_id: "c",
      occurred_at: new Date().toISOString(),
      order: { channel_order_id: "1" },
    }),
  );
  const { consumeOnce } = await import("@/server/pipelines/consume");
  const { INTAKE_GROUP, intakeBatch } = await import("@/server/pipelines/intake/intake-batch");
  const consumer = {
    group: INTAKE_GROUP,
    batch: 10,
    lanes: 64,
    handle: (tx: never, m: never) => intakeBatch(huiliu.context, tx, m),
  };
  for (let i = 0; i < 3; i += 1) await consumeOnce(huiliu.context, consumer as never, i);
  const turns = [];
  for (let i = 0; i < 4; i += 1) turns.push(await takeLateFacts(huiliu.context));
  expect(turns.reduce((a, b) => a + b)).toBe(0);
});

test("a full refund that an older version wrote (no lines named) is no breach of I8a", async () => {
  await placed();
  await sql("update orders set refunded_fen = paid_fen, after_sale = 'refunded'");
  await sql("update order_lines set refunded_fen = paid_fen");
  // As 255231f wrote it: lines: fact.lines, which a full refund does not have.
  await sql(
    "insert into refunds (order_id, external_refund_id, amount_fen, status, lines, at) select id, 'R', paid_fen, 'succeeded', '[]', now() from orders",
  );
  expect((await huiliu.verify()).map((b) => (b as { code: string }).code)).not.toContain("I8a");
});

test("closing a case of an order under way leaves its goods sold", async () => {
  await placed();
  await event("order.accepted");
  const { advanceParcel } = await import("@/server/domain/lifecycle");
  const { saveModel } = await import("@/db/queries/orders/save-model");
  const [o] = await sql("select id from orders");
  const id = Number(o?.id);
  await inTransaction(huiliu.context.db, async (tx) => {
    const model = await loadModel(tx, { orderIds: [id], parcelIds: [], taskIds: [] });
    for (const p of model.parcels.values())
      advanceParcel(model, p, { to: "handed_over", at: Date.now() as never, actor: "store" });
    await saveModel(tx, huiliu.context.ids, { model, more: [] });
  });
  expect((await sql("select stock from orders"))[0]).toEqual({ stock: "consumed" });
  await sql(`insert into exception_cases (id, code, subject, order_id, cause, data, risk_fen, due_at)
    values (999999999, 'RIDER_CANCELLED', 'order:x', ${id}, 'x', '{}', 0, now() + interval '1 hour')`);
  await sql("update orders set open_exceptions = open_exceptions + 1");
  await closeCase(huiliu.context, { caseId: 999999999, note: "看过", by: "demo" });
  expect((await sql("select stock from orders"))[0]).toEqual({ stock: "consumed" });
});
