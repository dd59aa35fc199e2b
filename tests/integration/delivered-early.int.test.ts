import { afterEach, beforeEach, expect, test } from "vitest";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { freshHuiliu, type Huiliu } from "./huiliu";
import {
  ask,
  deliverReady,
  type Item,
  linesOf,
  openCasesOf,
  orderOf,
  parcelsThat,
  placeOrder,
  releaseNow,
  tellStep,
} from "./order-news";
import { newRef, setShelf } from "./stock-world";

/** What there is arrives before anybody has decided about what is missing. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => ask(huiliu, text);
const placed = (items: Item[], change: object = {}) => placeOrder(huiliu, items, change);
const release = () => releaseNow(huiliu);
const IN_STORE = "status not in ('cancelled', 'fulfilled', 'waiting_merge', 'open')";
const step = async (name: string) =>
  tellStep(huiliu, name, { parcels: await parcelsThat(huiliu, IN_STORE) });
const deliver = () => deliverReady(huiliu);
const order = () => orderOf(huiliu);
const lines = () => linesOf(huiliu);
const openCases = () => openCasesOf(huiliu);

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
  expect(await order()).toMatchObject({ trade: "cancelled", owed: 1_000 });
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
