import { expect, test } from "vitest";
import { EXCEPTION_NAMES, exceptionName } from "./codes";

test("exceptionName: every code has its own Chinese name, an unknown one stands for itself", () => {
  const names = Object.values(EXCEPTION_NAMES);
  expect(new Set(names).size).toBe(names.length);
  expect(exceptionName("OUT_OF_STOCK")).toBe("缺货");
  expect(exceptionName("NEW_ONE")).toBe("NEW_ONE");
});
