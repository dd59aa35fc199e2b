import { expect, test } from "vitest";
import type { CaseListRow } from "@/db/queries/lists/cases";
import { toCasePage, toQueues } from "./case-row";

test("queues: together they are the total", () => {
  const view = toQueues([
    { code: "OUT_OF_STOCK", n: 3, breached: 1, riskFen: 900 },
    { code: "SKU_UNMATCHED", n: 8, breached: 0, riskFen: 100 },
  ]);
  expect(view).toMatchObject({ total: 11, breached: 1, riskFen: 1_000 });
  expect(view.queues.map((q) => q.code)).toEqual(["SKU_UNMATCHED", "OUT_OF_STOCK"]);
});

test("toCasePage: a case about a shelf, or about goods an order lost, names the shelf", () => {
  const nobody = { orderId: null, channel: null, externalNo: null, accountId: null };
  const base = { id: 1, code: "OVERSOLD", cause: "", riskFen: 0, openedAt: 1, dueAt: 2, ...nobody };
  const row = (data: Record<string, unknown>) => ({ ...base, data }) as unknown as CaseListRow;
  const cells = toCasePage(
    [
      row({ losses: [{ lineNo: 1, storeId: 3, skuId: 7, pieces: 1 }] }),
      row({ storeId: 2, skuId: 9 }),
      row({}),
    ],
    "open",
    10,
  ).rows.map((r) => r.cell);
  expect(cells).toEqual(["3:7", "2:9", null]);
});
