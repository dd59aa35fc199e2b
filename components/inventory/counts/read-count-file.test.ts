import { expect, test } from "vitest";
import { readCountFile } from "./read-count-file";

test("pairs are read, headings and blanks are not", () => {
  expect(readCountFile('\uFEFFcode,amount\r\nK0001,12\r\n\r\n"K0002";"1.5"\nK0003\t0')).toEqual([
    { code: "K0001", amount: "12" },
    { code: "K0002", amount: "1.5" },
    { code: "K0003", amount: "0" },
  ]);
});
