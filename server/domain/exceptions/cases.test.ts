import { expect, test } from "vitest";
import {
  CASE_CODES,
  CASES,
  caseName,
  caseNames,
  HOLDING_CODES,
  OUTLIVING_CODES,
  SHORTAGE_CODES,
} from "./cases";

test("cases: every one has its own name in both languages, an unknown code stands for itself", () => {
  for (const language of ["zh", "en"] as const) {
    const names = Object.values(caseNames(language));
    expect(new Set(names).size).toBe(CASE_CODES.length);
  }
  expect(caseName("OUT_OF_STOCK")).toBe("缺货");
  expect(caseName("NEW_ONE")).toBe("NEW_ONE");
});

test("cases: nothing holds an order and is settled by a clock at once", () => {
  expect(SHORTAGE_CODES.filter((code) => HOLDING_CODES.includes(code))).toEqual([]);
  expect(OUTLIVING_CODES).toEqual(["REFUND_IN_PROGRESS"]);
  for (const code of CASE_CODES) expect(CASES[code].minutes).toBeGreaterThan(0);
});
