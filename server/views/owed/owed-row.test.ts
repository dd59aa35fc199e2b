import { expect, test } from "vitest";
import type { OwedListRow } from "@/db/queries/lists/owed";
import { owedCsvHead, toOwedCsv } from "./owed-csv";
import { readOwedSearch, toOwedCursor, toOwedPage } from "./owed-row";

const row = (change: Partial<OwedListRow> = {}): OwedListRow => ({
  ...{ orderId: 7, ref: "short:1:0", lineNo: 1, pieces: 2, amountFen: 900, backFen: 200 },
  ...{ why: "short", at: 0, closedAt: null, closedBy: null, note: null, article: "牛奶" },
  ...{ channel: "meituan", externalNo: "M1", daySeq: 12, storeName: "西湖店", micros: 1_234 },
  ...change,
});

test("a page: what is left of a row, and where the next page begins", () => {
  const page = toOwedPage([row(), row({ ref: "x" })], 1);
  expect(page.rows).toMatchObject([
    { order: { id: "ord_7", label: "美团#12" }, leftFen: 700, key: "ord_7 short:1:0" },
  ]);
  expect(toOwedCursor(page.next ?? "")).toEqual({ micros: 1_234, orderId: 7, ref: "short:1:0" });
  expect(toOwedPage([row()], 1).next).toBeNull();
  expect(toOwedCursor("nowhere")).toBeNull();
});

test("a row that is closed owes nothing, whatever went back", () => {
  const [closed] = toOwedPage([row({ closedAt: 5 })], 9).rows;
  expect(closed?.leftFen).toBe(0);
});

test("search: an order's label is its number", () => {
  expect(readOwedSearch("美团#12")).toEqual({ kind: "sequence", number: 12 });
  expect(readOwedSearch("#12")).toEqual({ kind: "sequence", number: 12 });
  expect(readOwedSearch("牛奶")).toEqual({ kind: "nothing" });
  expect(readOwedSearch(" ")).toBeNull();
});

test("a file: head and one line a row, amounts in yuan", () => {
  const { rows } = toOwedPage(
    [row({ note: "无需退款：a,b", closedAt: 0, closedBy: "channel" })],
    9,
  );
  expect(owedCsvHead().startsWith("\uFEFF渠道单,")).toBe(true);
  expect(toOwedCsv(rows)).toBe(
    '美团#12,M1,ord_7,西湖店,缺货,牛奶,2,9.00,2.00,0.00,1970-01-01 08:00:00,1970-01-01 08:00:00,渠道退款,"无需退款：a,b"\r\n',
  );
});
