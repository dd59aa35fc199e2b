import { expect, test } from "vitest";
import { workbook } from "@/tests/workbook";
import { sheetToCsv } from "./sheet-to-csv";

const text = (at: string, value: string) =>
  `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (at: string, value: string) => `<c r="${at}"><v>${value}</v></c>`;
const date = (at: string, value: string) => `<c r="${at}" s="1"><v>${value}</v></c>`;

async function csvOf(...cells: string[]): Promise<string> {
  const csv = await sheetToCsv(workbook(`<row r="1">${cells.join("")}</row>`));
  if (!csv.ok) throw new Error(csv.error.cause);
  return Buffer.from(csv.value).toString();
}

test("sheetToCsv: a number of more digits than a spreadsheet keeps is shown as damaged", async () => {
  expect(await csvOf(number("A1", "202611280000123000"))).toBe("2.02611280000123e+17");
  expect(await csvOf(number("A1", "2.02611280000123E+17"))).toBe("2.02611280000123e+17");
  expect(await csvOf(number("A1", "999999999999999"))).toBe("999999999999999");
  expect(await csvOf(number("A1", "13800003301"))).toBe("13800003301");
});

test("sheetToCsv: digits in a cell of text are all there, and marked so", async () => {
  expect(await csvOf(text("A1", "202611280000123000"))).toBe("'202611280000123000");
  expect(await csvOf(text("A1", "13800003301"))).toBe("13800003301");
});

test("sheetToCsv: fractions as they are shown, not as they are computed", async () => {
  expect(await csvOf(number("A1", "7.8000000000000007"), number("B1", "0.1"))).toBe("7.8,0.1");
});

test("sheetToCsv: dates to the nearest second, one that none is as a spreadsheet shows it", async () => {
  expect(await csvOf(date("A1", "46354.170138888889"))).toBe("2026-11-28 04:05:00");
  expect(await csvOf(date("A1", "46354.1701388888"))).toBe("2026-11-28 04:05:00");
  expect(await csvOf(date("A1", "202611280000123000"))).toBe("########");
});

test("sheetToCsv: rows keep their numbers, a cell of several lines becomes one", async () => {
  const csv = await sheetToCsv(
    workbook(`<row r="1">${text("A1", "题")}</row><row r="4">${text("A4", "a\nb")}</row>`),
  );
  expect(csv.ok && Buffer.from(csv.value).toString()).toBe("题\n\n\na b");
});
