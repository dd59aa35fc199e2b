import { expect, test } from "vitest";
import { numerals } from "./numerals";

test.each([
  ["三号楼", "3号楼"],
  ["五百弄", "500弄"],
  ["一百零五弄", "105弄"],
  ["一百一十五号", "115号"],
  ["十二幢", "12幢"],
  ["二十单元", "20单元"],
  ["两单元", "2单元"],
  ["一二〇一室", "1201室"],
  ["一千二百零一室", "1201室"],
  ["朝晖六区", "朝晖6区"],
  ["三里屯", "三里屯"],
  ["三门峡市", "三门峡市"],
  ["二七区", "二七区"],
  ["一二期", "一二期"],
])("numerals: %s → %s", (text, digits) => {
  expect(numerals(text)).toBe(digits);
});

test("numerals: what is not well formed could be two numbers and stays", () => {
  for (const text of ["一百五弄", "十百号", "二十十幢", "百号", "一千五号"])
    expect(numerals(text)).toBe(text);
});
