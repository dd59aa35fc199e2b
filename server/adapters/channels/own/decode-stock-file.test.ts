import { expect, test } from "vitest";
import { readStockFile } from "./decode-stock-file";

const read = (text: string) => readStockFile(Buffer.from(text));

test("stock file: Chinese and English headers, any order, other columns ignored", () => {
  const rows = [
    { store: "S01", sku: "K1", qty: 12 },
    { store: "S02", sku: "K1", qty: 0 },
  ];
  const value = { rows, badRows: [] };
  expect(read("\uFEFF门店编码,商品编码,商品名称,实物数量\nS01,K1,奶,12\nS02,K1,奶,0\n")).toEqual({
    ok: true,
    value,
  });
  expect(read("on_hand,sku_code,store_code\r\n12,K1,S01\r\n\r\n0,K1,S02")).toEqual({
    ok: true,
    value,
  });
  expect(read('store_code,sku_code,counted\n"S01","K1"," 12 "\nS02,K1,0')).toEqual({
    ok: true,
    value,
  });
});

test("stock file: GBK as Excel in China writes it", () => {
  // 门店编码,商品编码,实物数量 in GBK
  const header = "c3c5b5eab1e0c2eb2cc9ccc6b7b1e0c2eb2ccab5ceefcafdc1bf";
  const bytes = Buffer.concat([Buffer.from(header, "hex"), Buffer.from("\nS01,K1,3\n")]);
  expect(readStockFile(bytes)).toEqual({
    ok: true,
    value: { rows: [{ store: "S01", sku: "K1", qty: 3 }], badRows: [] },
  });
});

test("stock file: a bad row is told with its number and reason, the others stay", () => {
  const file = read(
    [
      "门店编码,商品编码,实物数量",
      "S01,K1,1",
      "S01,K2,-1",
      "S01,,1",
      ",K3,1",
      "S01,K4,一",
      "S01,K1,2",
      "S01,K5",
      "S01,K6,5",
    ].join("\n"),
  );
  if (!file.ok) throw new Error(file.error.cause);
  expect(file.value.rows.map((row) => row.sku)).toEqual(["K1", "K6"]);
  expect(file.value.badRows).toEqual([
    { row: 3, reason: expect.stringMatching(/^实物数量: /) },
    { row: 4, reason: expect.stringMatching(/^商品编码: /) },
    { row: 5, reason: expect.stringMatching(/^门店编码: /) },
    { row: 6, reason: expect.stringMatching(/^实物数量: /) },
    { row: 7, reason: expect.stringMatching(/重复/) },
    { row: 8, reason: expect.stringMatching(/^实物数量: /) },
  ]);
});

test("stock file: missing columns are named; no table, too many rows are refused", () => {
  expect(read("商品编码,数量\nK1,1")).toMatchObject({
    ok: false,
    error: { code: "MISSING_FIELD", cause: expect.stringContaining("门店编码、实物数量") },
  });
  expect(read("")).toMatchObject({ ok: false, error: { code: "MISSING_FIELD" } });
  expect(read('门店编码,商品编码,实物数量\n"S01')).toMatchObject({
    ok: false,
    error: { code: "BAD_FIELD" },
  });
  const rows = (count: number) =>
    `门店编码,商品编码,实物数量\n${Array.from({ length: count }, (_, i) => `S01,K${i},1`).join("\n")}`;
  expect(read(rows(20_001))).toMatchObject({ ok: false, error: { code: "TOO_MANY_ROWS" } });
  expect(read(rows(20_000)).ok).toBe(true);
});
