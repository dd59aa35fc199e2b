import { expect, test } from "vitest";
import type { Granted } from "@/server/domain/inventory";
import { findingsOf } from "./findings";

const MIN = 60_000;
const row = {
  id: 17,
  accountId: 1,
  storeId: 7,
  externalStore: null,
  paidFen: 1_500,
  trade: "accepted",
};
const line = {
  lineNo: 1,
  ordered: 2,
  skuId: 401,
  externalSku: null,
  externalName: null,
  paidFen: 1_000,
};
type Given = {
  row?: object;
  line?: object;
  moneyFault?: string | null;
  odd?: { lineNo: number; most: number }[];
};
const find = (given: Given, granted: number | null = 2) => {
  const draft = {
    row: { ...row, ...given.row },
    lines: [{ ...line, ...given.line }],
    moneyFault: given.moneyFault ?? null,
    odd: given.odd ?? [],
  } as unknown as Parameters<typeof findingsOf>[0];
  const grant = { orderId: 17, lineNo: 1, storeId: 7, draws: [], qty: 2 };
  const grants: Granted[] = granted === null ? [] : [{ ...grant, granted }];
  return findingsOf(draft, grants, { nameOf: (id) => `商品${id}`, now: 0 });
};

test("findingsOf: nothing wrong, nothing found", () => {
  expect(find({})).toEqual([]);
});

test("findingsOf: each thing that is wrong is a case with its own time", () => {
  const found = find(
    {
      row: { storeId: null, externalStore: "S9" },
      line: { skuId: null, externalSku: "K9", externalName: "" },
      moneyFault: "金额不平",
    },
    null,
  );
  expect(found.map((f) => [f.code, f.dueAt / MIN])).toEqual([
    ["STORE_UNMATCHED", 5],
    ["SKU_UNMATCHED", 10],
    ["MONEY_DRIFT", 15],
  ]);
  expect(found[1]).toMatchObject({
    subject: "order:17:1",
    cause: "商品 （无名称）（编码 K9）未匹配",
  });
});

test("findingsOf: what is missing is named, and its share of the price is at stake", () => {
  const [short] = find({}, 1);
  expect(short).toMatchObject({
    code: "OUT_OF_STOCK",
    cause: "缺货：商品401 要 2 有 1",
    riskFen: 500,
    data: { short: [{ lineNo: 1, missing: 1 }] },
  });
});

test("findingsOf: an order nobody has paid for is missing nothing", () => {
  expect(find({ row: { trade: "pending_payment" } }, 0)).toEqual([]);
});

test("findingsOf: oddly much is a case that says how much, and how to let it through", () => {
  const [odd] = find({ line: { ordered: 999 }, odd: [{ lineNo: 1, most: 200 }] }, null);
  expect(odd).toMatchObject({ code: "QUANTITY_ODD", subject: "order:17:1" });
  expect(odd?.cause).toContain("商品401 一次买 999 件，超过 200 件");
});
