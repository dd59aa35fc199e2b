import { expect, test } from "vitest";
import { readStockFile } from "./decode-stock-file";

const read = (text: string) => readStockFile(Buffer.from(text));

test("stock file: Chinese and English headers, any order, other columns ignored", () => {
  const at = (first: number, second: number) => ({
    rows: [
      { row: first, store: "S01", sku: "K1", qty: 12 },
      { row: second, store: "S02", sku: "K1", qty: 0 },
    ],
    badRows: [],
  });
  expect(read("\uFEFF门店编码,商品编码,商品名称,实物数量\nS01,K1,奶,12\nS02,K1,奶,0\n")).toEqual({
    ok: true,
    value: at(2, 3),
  });
  expect(read("on_hand,sku_code,store_code\r\n12,K1,S01\r\n\r\n0,K1,S02")).toEqual({
    ok: true,
    value: at(2, 4),
  });
  expect(read('store_code,sku_code,counted\n"S01","K1"," 12 "\nS02,K1,0')).toEqual({
    ok: true,
    value: at(2, 3),
  });
});

test("stock file: GBK as Excel in China writes it", () => {
  // 门店编码,商品编码,实物数量 in GBK
  const header = "c3c5b5eab1e0c2eb2cc9ccc6b7b1e0c2eb2ccab5ceefcafdc1bf";
  const bytes = Buffer.concat([Buffer.from(header, "hex"), Buffer.from("\nS01,K1,3\n")]);
  expect(readStockFile(bytes)).toEqual({
    ok: true,
    value: { rows: [{ row: 2, store: "S01", sku: "K1", qty: 3 }], badRows: [] },
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
  expect(read("门店编码,商品编码,商品编码,实物数量\n")).toMatchObject({
    ok: false,
    error: { code: "BAD_FIELD", cause: "表格: 列 商品编码 重复" },
  });
  const rows = (count: number) =>
    `门店编码,商品编码,实物数量\n${Array.from({ length: count }, (_, i) => `S01,K${i},1`).join("\n")}`;
  expect(read(rows(20_001))).toMatchObject({ ok: false, error: { code: "TOO_MANY_ROWS" } });
  expect(read(rows(20_000)).ok).toBe(true);
});

test("stock file: one stray quote is a character of its row, and the rows below stay", () => {
  expect(
    read('门店编码,商品编码,商品名称,实物数量\nS01,K1,"6寸蛋糕,3\nS01,K2,6"蛋糕,4'),
  ).toMatchObject({
    value: { rows: [{ qty: 3 }, { qty: 4 }], badRows: [] },
  });
});

test("stock file: titles, tabs, UTF-16, full-width digits and thousands as in any sheet", () => {
  const rowsAt = (row: number) => [{ row, store: "S01", sku: "690000000004512", qty: 1_200 }];
  const text =
    "11月盘点\r\n\r\n门店编码\t商品编码\t实物数量\r\nＳ０１\t'690000000004512\t１,２００\r\n";
  expect(readStockFile(Buffer.from(`\uFEFF${text}`, "utf16le"))).toEqual({
    ok: true,
    value: { rows: rowsAt(4), badRows: [] },
  });
  expect(
    read('盘点表,,\n门店编码,商品编码,实物数量\n"S01\t","690000000004512\t","1,200.00"'),
  ).toEqual({
    ok: true,
    value: { rows: rowsAt(3), badRows: [] },
  });
});

test("stock file: articles that a spreadsheet damaged are refused, with the row a person sees", () => {
  const file = read(
    "盘点表\n\n门店编码,商品编码,实物数量\nS01,6.9E+12,1\n\nS01,6900000000045120000,1\nS01,K1,1E+03\nS01,K2,2",
  );
  if (!file.ok) throw new Error(file.error.cause);
  expect(file.value.rows.map((row) => row.sku)).toEqual(["K2"]);
  expect(file.value.badRows).toEqual([
    { row: 4, reason: expect.stringMatching(/^商品编码: 已被表格软件改成科学计数/) },
    { row: 6, reason: expect.stringMatching(/^商品编码: 第 15 位以后全是 0/) },
    { row: 7, reason: expect.stringMatching(/^实物数量: /) },
  ]);
});

test("stock file: without a shop's column all rows are of the shop that was chosen; kilograms to the gram", () => {
  const text = "实物数量,备注,商品编码\n1.250,x,K1\n1.2505,x,K2\n3,x,K1";
  expect(readStockFile(Buffer.from(text), "S01")).toEqual({
    ok: true,
    value: {
      rows: [{ row: 2, store: "S01", sku: "K1", qty: 1.25 }],
      badRows: [
        { row: 3, reason: expect.stringMatching(/^实物数量: /) },
        { row: 4, reason: expect.stringMatching(/重复/) },
      ],
    },
  });
  // One that names its shops is believed.
  expect(readStockFile(Buffer.from("门店编码,商品编码,实物数量\nS02,K1,1"), "S01")).toMatchObject({
    value: { rows: [{ store: "S02" }] },
  });
});
