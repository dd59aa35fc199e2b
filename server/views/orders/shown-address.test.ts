import { expect, test } from "vitest";
import { shownAddress } from "./shown-address";

test("address: unit, room and notes after them are never shown", () => {
  expect(shownAddress("月桂家园5号楼3单元1404室家有小孩")).toBe("月桂家园5号楼");
  expect(shownAddress("松涛雅苑4号楼3单元704室家有小孩")).toBe("松涛雅苑4号楼");
  expect(shownAddress("听澜雅苑 7幢 1201室")).toBe("听澜雅苑 7幢");
  expect(shownAddress("星光花园3幢-1-1201")).toBe("星光花园3幢-1");
});

test("address: compound, building and house number stay", () => {
  for (const text of ["青枫雅苑 6幢", "文一西路969号", "无名小区12幢"]) {
    expect(shownAddress(text)).toBe(text);
  }
  expect(shownAddress(null)).toBeNull();
});
