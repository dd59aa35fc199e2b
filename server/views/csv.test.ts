import { expect, test } from "vitest";
import { csvCell, csvClock, csvYuan } from "./csv";

test("csv: what begins like a formula stays text", () => {
  for (const text of ["=1+1", "+86", "-1", "@sum", "\tx"]) {
    expect(csvCell(text).replace(/^"/, "").startsWith("'")).toBe(true);
  }
  expect(csvCell("张*")).toBe("张*");
  expect(csvCell('a"b,c')).toBe('"a""b,c"');
});

test("csv: amounts in yuan, moments in Shanghai, nothing for what has not happened", () => {
  expect([csvYuan(5), csvYuan(-1_234), csvYuan(100_000)]).toEqual(["0.05", "-12.34", "1000.00"]);
  expect([csvClock(0), csvClock(null)]).toEqual(["1970-01-01 08:00:00", ""]);
});
