import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction, type Tx } from "@/db/client";
import { loadModel } from "@/db/queries/orders/load-model";
import { saveModel } from "@/db/queries/orders/save-model";
import { endShortage } from "@/server/domain/lifecycle";
import { raise } from "@/server/domain/lifecycle/effects";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { settleOrders, settleShortages } from "@/server/pipelines/release/settle-shortages";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { newRef, setShelf } from "./stock-world";

/** Who waits for an order's lock must see what the one before it wrote beside the order: its debts, its cases. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function sayRefund(fen: number): Promise<void> {
  const refund = { refund_id: "r1", amount_fen: fen, items: [] };
  const body = {
    event: "refund.succeeded",
    event_id: "r1",
    occurred_at: new Date().toISOString(),
    order: { channel_order_id: "1" },
    refund,
  };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
}

async function waitsFor(orderIds: number[], first: (tx: Tx) => Promise<unknown>): Promise<void> {
  let waiting: Promise<void> = Promise.resolve();
  await inTransaction(huiliu.context.db, async (tx) => {
    await tx`select 1 from orders where id = any(${orderIds}::bigint[]) for update`;
    waiting = huiliu.drain();
    await pause(1_000);
    await first(tx);
  });
  await waiting;
}

test("a refund that waits while a second debt is written knows of both: the sum of the order is right", async () => {
  await setShelf(huiliu, 1, 1, 2);
  await setShelf(huiliu, 1, 2, 2);
  const items = [
    { sku: "K0001", qty: 4 },
    { sku: "K0002", qty: 2 },
  ];
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "1" }, items));
  await huiliu.drain();
  await sql("update exception_cases set due_at = now() - interval '1 minute'");
  await settleShortages(huiliu.context);
  const edits = [{ storeId: 1, skuId: 2, reason: "盘点", kind: "count" as const, counted: 0 }];
  await editStock(huiliu.context, { edits, mode: "part", actor: "usr_h", ref: newRef() });
  await settleDebts(huiliu.context);
  expect(await sql("select stock, owed_fen::int as owed from orders")).toEqual([
    { stock: "short", owed: 2_000 },
  ]);
  const [row] = await sql("select id from orders");
  const orderIds = [Number(row?.id)];
  await sayRefund(500);
  await waitsFor(orderIds, (tx) =>
    settleOrders(huiliu.context, tx, {
      orderIds,
      end: (model, order, at) => endShortage(model, order, { why: "缺货", isByHand: true, at }),
    }),
  );
  expect(await huiliu.verify()).toEqual([]);
  expect(await sql("select owed_fen::int as owed from orders")).toEqual([{ owed: 3_500 }]);
});

test("news that waits while a case is opened that holds the order leaves it held", async () => {
  await setShelf(huiliu, 1, 1, 10);
  await huiliu.tell(
    "app-1",
    "order",
    ownOrder({ channel_order_id: "1" }, [{ sku: "K0001", qty: 4 }]),
  );
  await huiliu.drain();
  const [row] = await sql("select id from orders");
  const orderIds = [Number(row?.id)];
  await sayRefund(500);
  await waitsFor(orderIds, async (tx) => {
    const model = await loadModel(tx, { orderIds, parcelIds: [], taskIds: [] });
    const [order] = model.orders.values();
    const about = { code: "MONEY_DRIFT" as const, cause: "金额不平", riskFen: 1 };
    raise(model, order!, { at: huiliu.context.clock.now(), ...about });
    await saveModel(tx, huiliu.context.ids, { model, more: [] });
  });
  expect(await sql("select code from exception_cases where closed_at is null")).toEqual([
    { code: "MONEY_DRIFT" },
  ]);
  expect(await sql("select holds, phase from orders")).toEqual([{ holds: 1, phase: "held" }]);
});
