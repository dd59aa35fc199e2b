import fc from "fast-check";
import { expect, test } from "vitest";
import {
  halfWidth,
  markedCell,
  readCode,
  readCount,
  readSheetTime,
  readYuan,
  sheetCell,
} from "./sheet-cell";

test("sheetCell: what spreadsheets put around text goes, and says that it is text", () => {
  for (const raw of ["'A1", '="A1"', "A1\t", "\tA1", "' A1 "])
    expect(sheetCell(raw)).toEqual({ text: "A1", isText: true });
  expect(sheetCell(" A1 ")).toEqual({ text: "A1", isText: false });
  expect(sheetCell("=A1")).toEqual({ text: "=A1", isText: false });
});

test("markedCell: a cell that is written again reads as the same cell", () => {
  const nasty = fc.string({
    unit: fc.constantFrom("'", '"', "=", "\t", " ", "a", "0"),
    maxLength: 9,
  });
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 1_300 })), (raw) => {
      const cell = sheetCell(raw);
      expect(sheetCell(markedCell(cell))).toEqual(cell);
    }),
  );
});

test("halfWidth: full-width digits, letters and signs, quotes of a Chinese keyboard, marks nobody sees", () => {
  expect(halfWidth("ＴＧ１　￥３．９０")).toBe("TG1 ¥3.90");
  expect(halfWidth("‘138\u202c\u200b")).toBe("'138");
  expect(halfWidth("星光花园")).toBe("星光花园");
});

test.each([
  "2.02E+17",
  "2.02611e+17",
  "1E+05",
  "'2.02E+17",
  "202611280000123000",
  "2026112800001230",
  "123.0",
  "######",
  "#N/A",
  "A\ufffdB",
  "A\0B",
])("readCode: %s is refused in Chinese, not believed", (raw) => {
  expect(() => readCode(sheetCell(raw), "订单号", 64)).toThrow(/^订单号: .*\p{Script=Han}{4}/u);
});

test("readCode: numbers that are whole stay, and those that are marked as text", () => {
  for (const raw of ["202611280000123456", "202611280000000", "TG1128-0201", "2E17", "A1.5"])
    expect(readCode(sheetCell(raw), "订单号", 64)).toBe(raw);
  for (const raw of ["'202611280000123000", '="202611280000123000"', "202611280000123000\t"])
    expect(readCode(sheetCell(raw), "订单号", 64)).toBe("202611280000123000");
});

test("readYuan and readCount: signs of money, thousands and decimals as people write them", () => {
  const yuan = (text: string) => readYuan(text, "实付(元)");
  expect(["3.9", "¥3.90", "¥ 3.9", "3.50元", "3.5 元", "1,004.90", "-1"].map(yuan)).toEqual([
    390, 390, 390, 350, 350, 100_490, -100,
  ]);
  for (const text of ["1,5", "1,0000", "1e3", "3.905", "", "元", "3.9E+02", "10,04.9"])
    expect(() => yuan(text), text).toThrow("实付(元): ");
  const count = (text: string) => readCount(text, "数量", [1, 99_999]);
  expect(["2", "2.00", "1,200", "007"].map(count)).toEqual([2, 2, 1_200, 7]);
  for (const text of ["2.5", "0x10", "1e3", "1,2", "0", "-1", "", "两", "100000"])
    expect(() => count(text), text).toThrow("数量: ");
});

test("readSheetTime: dates as people and spreadsheets write them, impossible ones refused", () => {
  const at = (text: string) => new Date(readSheetTime(text, "下单时间")).toISOString();
  for (const text of [
    "2026-11-28 04:05:00",
    "2026/11/28 4:05",
    "2026年11月28日 4:05",
    "2026年11月28日04:05:00",
    "2026-11-28  04:05:00.0",
    "46354.170138888889",
    "46354.1701388889",
  ])
    expect(at(text), text).toBe("2026-11-27T20:05:00.000Z");
  expect(at("46354")).toBe("2026-11-27T16:00:00.000Z");
  for (const text of ["2026-02-31 25:61", "2026年2月30日 4:05", "99999.5", "12345", "明天", ""])
    expect(() => at(text), text).toThrow(/^下单时间: .*\p{Script=Han}/u);
});
