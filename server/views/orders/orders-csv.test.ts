import { expect, test } from "vitest";
import { zh } from "@/components/messages/zh/index";
import { csvCell, csvHead, PHASE_NAMES } from "./orders-csv";

test("csv: what begins like a formula stays text", () => {
  for (const text of ["=1+1", "+86", "-1", "@sum", "\tx"]) {
    expect(csvCell(text).replace(/^"/, "").startsWith("'")).toBe(true);
  }
  expect(csvCell("张*")).toBe("张*");
  expect(csvCell('a"b,c')).toBe('"a""b,c"');
});

test("csv: spreadsheets are told that it is UTF-8", () => {
  expect(csvHead().startsWith("\uFEFF渠道单,")).toBe(true);
});

test("csv: phases are called what the screen calls them", () => {
  expect(PHASE_NAMES).toEqual(zh.words.phase);
});
