import { afterEach, beforeEach, expect, test } from "vitest";
import type { CaseCode } from "@/server/domain/exceptions";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase, foreseeClosing } from "@/server/pipelines/repair/close-case";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";
import { setShelf } from "./stock-world";

/** Closing a case by hand: its matter is settled, or it stays open, and it is said before which. */
let huiliu: Huiliu;
beforeEach(async () => {
  huiliu = await freshHuiliu();
});
afterEach(() => huiliu.close());

const sql = (text: string) => huiliu.context.db.unsafe<Record<string, unknown>[]>(text);
const order = async (no = "1") =>
  (await sql(`select trade, stock, holds, phase from orders where external_no = '${no}'`))[0];
const openCodes = async () =>
  (await sql("select code from exception_cases where closed_at is null order by id")).map(
    (c) => c.code,
  );
const caseOf = async (code: CaseCode) => {
  const [row] = await sql(
    `select id, (data ->> 'lineNo')::int as "lineNo" from exception_cases where code = '${code}' and closed_at is null`,
  );
  return { id: Number(row?.id), code, lineNo: row?.lineNo == null ? null : Number(row.lineNo) };
};
async function closed(code: CaseCode) {
  const one = await caseOf(code);
  const effects = await foreseeClosing(huiliu.context, one.id);
  await closeCase(huiliu.context, { caseId: one.id, note: "已电话联系", by: "demo" });
  return effects;
}
async function placed(goods: { sku: string; qty: number }[], no = "1"): Promise<void> {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no }, goods));
  await huiliu.drain();
}
const K1 = { sku: "K0001", qty: 2 };
const K2 = { sku: "K0002", qty: 3 };

test("partly short: what is missing leaves the order with its case, and the rest goes", async () => {
  await setShelf(huiliu, 1, 2, 1);
  await placed([K1, K2]);
  expect(await order()).toMatchObject({ stock: "short" });
  const [line] = await sql("select paid_fen as paid from order_lines where line_no = 2");
  const owedFen = Math.round((Number(line?.paid) * 2) / 3);
  expect(await closed("OUT_OF_STOCK")).toEqual([{ does: "drops", pieces: 2, owedFen }]);
  expect(await order()).toMatchObject({ trade: "accepted", stock: "reserved", holds: 0 });
  expect(await openCodes()).toEqual([]);
  const left = await sql("select unassigned, open, cancelled from order_lines order by line_no");
  expect(left).toEqual([
    { unassigned: 0, open: 2, cancelled: 0 },
    { unassigned: 0, open: 1, cancelled: 2 },
  ]);
  expect(await huiliu.verify()).toEqual([]);
});

test("nothing there: whoever closes the case is told that the order is cancelled, and it is", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await placed([K2]);
  expect(await closed("OUT_OF_STOCK")).toEqual([{ does: "cancels" }]);
  expect(await order()).toMatchObject({ trade: "cancelled" });
  expect(await openCodes()).toEqual([]);
  expect(await sql("select kind from writebacks where kind = 'cancel'")).toHaveLength(1);
  expect(await huiliu.verify()).toEqual([]);
});

test("goods that came meanwhile are taken, and nothing is dropped", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await placed([K2]);
  await setShelf(huiliu, 1, 2, 9);
  await closed("OUT_OF_STOCK");
  expect(await order()).toMatchObject({ trade: "accepted", stock: "reserved" });
  expect(await openCodes()).toEqual([]);
  expect(await huiliu.verify()).toEqual([]);
});

test("freed from one case, an order is not cancelled by the clock of another that ran out meanwhile", async () => {
  await setShelf(huiliu, 1, 2, 0);
  await placed([{ sku: "NOBODY-1", qty: 1 }, K2]);
  await sql("update exception_cases set due_at = now() - interval '1 hour'");
  await settleShortages(huiliu.context);
  expect(await order()).toMatchObject({ trade: "accepted", holds: 1 });
  expect(await closed("SKU_UNMATCHED")).toEqual([
    { does: "drops", pieces: 1, owedFen: 1_000 },
    { does: "goes-on" },
  ]);
  await settleShortages(huiliu.context);
  expect(await order()).toMatchObject({ trade: "accepted", stock: "short" });
  expect(await openCodes()).toEqual(["OUT_OF_STOCK"]);
  await sql("update exception_cases set due_at = now() - interval '1 second'");
  await settleShortages(huiliu.context);
  expect(await openCodes()).toEqual([]);
  expect(await huiliu.verify()).toEqual([]);
});

test("an order with an article nobody knows travels alone: nobody behind the same door waits for it", async () => {
  await placed([K1, { sku: "NOBODY-1", qty: 1 }], "held");
  await placed([K1], "free");
  const [merged] = await sql("select count(*)::int as n from merge_groups");
  expect(merged?.n).toBe(0);
  expect(await sql("select sentence from decisions where kind = 'merge'")).toEqual([
    { sentence: expect.stringContaining("包裹内有订单待人工处理") },
  ]);
  expect(await huiliu.verify()).toEqual([]);
});
