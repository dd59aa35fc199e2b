import { afterEach, beforeEach, expect, test } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { newRef, setShelf } from "./stock-world";

/** What there is arrives before anybody has decided about what is missing. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
type Item = { sku: string; qty: number; fen?: number };
async function placed(items: Item[], change: object = {}): Promise<void> {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "1", ...change }, items));
  await huiliu.drain();
}
async function release(): Promise<void> {
  await sql("update fulfilment_orders set hold_until = now() where hold_until is not null");
  await releaseParcels(huiliu.context);
}
let n = 0;
async function step(name: string): Promise<void> {
  const rows = await sql(
    "select id from fulfilment_orders where status not in ('cancelled', 'fulfilled', 'waiting_merge', 'open')",
  );
  n += 1;
  const events = rows.map(({ id }) => ({
    event_id: `s${String(id)}-${n}`,
    event: `fulfilment.${name}`,
    occurred_at: new Date().toISOString(),
    fulfilment_id: showId("fulfilment", Number(id)),
  }));
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events }));
  await huiliu.drain();
}
async function deliver(): Promise<void> {
  await sql("update riders set online = true, ping_at = now(), capacity = 9, cold_box = true");
  await assignRiders(huiliu.context);
  const tasks = await sql("select id from delivery_tasks");
  expect(tasks.length).toBeGreaterThan(0);
  for (const to of ["picked_up", "delivered"]) {
    n += 1;
    const events = tasks.map(({ id }) => ({
      event_id: `t${String(id)}-${n}`,
      event: `delivery.${to}`,
      occurred_at: new Date().toISOString(),
      task_id: showId("deliveryTask", Number(id)),
    }));
    await huiliu.tell("rider-app", "rider-events", JSON.stringify({ events }));
    await huiliu.drain();
  }
}
const order = async () =>
  (
    await sql(
      `select trade, phase, stock, owed_fen::int as owed, holds from orders where external_no = '1'`,
    )
  )[0];
const lines = () =>
  sql("select line_no as line, unassigned, open, fulfilled, cancelled from order_lines order by 1");
const openCases = () => sql("select code from exception_cases where closed_at is null order by id");

test("goods lost while the rest is picked: delivered before the case is due, the missing pieces are owed", async () => {
  await setShelf(huiliu, 1, 1, 10);
  await setShelf(huiliu, 1, 2, 10);
  await placed([
    { sku: "K0001", qty: 1 },
    { sku: "K0002", qty: 2 },
  ]);
  await release();
  await step("pick_started");
  const edits = [{ storeId: 1, skuId: 2, reason: "盘点", kind: "count" as const, counted: 0 }];
  await editStock(huiliu.context, { edits, mode: "part", actor: "usr_h", ref: newRef() });
  await settleDebts(huiliu.context);
  expect(await openCases()).toEqual([{ code: "OVERSOLD" }]);
  await step("ready");
  await deliver();
  expect(await lines()).toMatchObject([{ fulfilled: 1 }, { unassigned: 0, cancelled: 2 }]);
  expect(await order()).toMatchObject({ owed: 2_000 });
});

test("an unknown article whose case was closed by hand: delivered without it, its money is owed or somebody is told", async () => {
  await setShelf(huiliu, 1, 1, 10);
  await placed([
    { sku: "K0001", qty: 1 },
    { sku: "NOBODY-1", qty: 2 },
  ]);
  const [one] = await sql("select id from exception_cases");
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "顾客说算了", by: "usr_1" });
  await release();
  await step("ready");
  await deliver();
  const { owed } = (await order()) as { owed: number };
  expect(owed > 0 || (await openCases()).length > 0).toBe(true);
});

test("an unknown article closed by hand is settled or stays open: nothing lies nowhere without a case", async () => {
  await setShelf(huiliu, 1, 1, 10);
  await placed([
    { sku: "K0001", qty: 1 },
    { sku: "NOBODY-1", qty: 2 },
  ]);
  const [one] = await sql("select id from exception_cases");
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "顾客说算了", by: "usr_1" });
  expect(await lines()).toMatchObject([{ open: 1 }, { unassigned: 0, cancelled: 2 }]);
  expect(await order()).toMatchObject({ owed: 2_000, holds: 0 });
  expect(await openCases()).toEqual([]);
  expect(await huiliu.verify()).toEqual([]);
});

test("an unknown store closed by hand is settled or stays open: no order is forgotten", async () => {
  await placed([{ sku: "K0001", qty: 1 }], { store_code: "NEW-STORE" });
  const [one] = await sql("select id from exception_cases");
  await closeCase(huiliu.context, { caseId: Number(one?.id), note: "已知悉", by: "usr_1" });
  expect(await order()).toMatchObject({ trade: "cancelled", owed: 0 });
  expect(await sql("select kind from writebacks where kind = 'cancel'")).toHaveLength(1);
  expect(await openCases()).toEqual([]);
  expect(await huiliu.verify()).toEqual([]);
});

test("nobody has paid for what nobody knows: its case stays until somebody has", async () => {
  await placed([{ sku: "NOBODY-1", qty: 2 }], { status: "UNPAID" });
  const [one] = await sql("select id from exception_cases");
  const close = () =>
    closeCase(huiliu.context, { caseId: Number(one?.id), note: "顾客说算了", by: "usr_1" });
  await expect(close()).rejects.toThrow("付款后再关闭");
  expect(await openCases()).toEqual([{ code: "SKU_UNMATCHED" }]);
});
