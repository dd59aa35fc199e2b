import { expect, test } from "vitest";
import { csvRows, decodeText } from "./csv";

const cells = (text: string, delimiter = ",") =>
  [...csvRows({ text, delimiter })].map((row) => row.cells);
const numbered = (text: string) =>
  [...csvRows({ text, delimiter: "," })].map(({ row, cells: [first] }) => [row, first]);

test("csvRows: cells, quoted cells, quotes within them, blanks around them, line breaks of three kinds", () => {
  expect(cells('a,b\r\n"1,2","say ""x"""\n , "y" ,\rz')).toEqual([
    ["a", "b"],
    ["1,2", 'say "x"'],
    [" ", "y", ""],
    ["z"],
  ]);
  expect(cells('a\tb\n"1\t2"\t3', "\t")).toEqual([
    ["a", "b"],
    ["1\t2", "3"],
  ]);
  expect(cells("")).toEqual([]);
  expect(cells('""')).toEqual([]);
});

test("csvRows: a row has the number a spreadsheet shows, empty rows and cells of several lines counted", () => {
  expect(numbered('a\n\n,,\r\n"b\nb",1\n   \nc')).toEqual([
    [1, "a"],
    [4, "b b"],
    [6, "c"],
  ]);
});

test.each([
  ["within a cell", 'x,6"蛋糕,1', ["x", '6"蛋糕', "1"]],
  ["at the head of a cell", 'x,"蛋糕,1', ["x", '"蛋糕', "1"]],
  ["around a word", 'x,"戚风"蛋糕,1', ["x", '"戚风"蛋糕', "1"]],
  ["at the end of a cell", 'x,蛋糕",1', ["x", '蛋糕"', "1"]],
  ["alone in a cell", 'x,",1', ["x", '"', "1"]],
  ["three times", 'x,"""蛋糕,1', ["x", '"""蛋糕', "1"]],
])(
  "csvRows: a stray quote %s is a character of its row, and the rows below stay",
  (_, line, row) => {
    expect(cells(`a,b,c\n${line}\n7,"8, 9",0`)).toEqual([["a", "b", "c"], row, ["7", "8, 9", "0"]]);
  },
);

test("csvRows: stray quotes of two rows in the same column make no cell that swallows a row", () => {
  const rows = cells('a,b,c,d\n1,"蛋糕,2,3\n4,6",5,6');
  expect(rows).toEqual([
    ["a", "b", "c", "d"],
    ["1", '"蛋糕', "2", "3"],
    ["4", '6"', "5", "6"],
  ]);
});

test("csvRows: rows without end are refused in Chinese", () => {
  expect(() => cells(",".repeat(1_001))).toThrow("表格: 第 1 行多于 1000 列");
  expect(() => cells(`a\n${"x".repeat(70_000)}`)).toThrow("表格: 第 2 行多于 65536 个字符");
});

test("decodeText: UTF-8 with and without its mark, UTF-16 of both orders, GB18030", () => {
  const little = Buffer.from("\uFEFF订单号", "utf16le");
  const big = Buffer.from(little).swap16();
  const gbk = Buffer.from("b6a9b5a5bac5", "hex");
  for (const body of [Buffer.from("订单号"), Buffer.from("\uFEFF订单号"), little, big, gbk])
    expect(decodeText(body)).toBe("订单号");
  expect(decodeText(Buffer.concat([Buffer.from("\uFEFF单"), Buffer.from([0xe5])]))).toBe(
    "单\ufffd",
  );
});
