import { expect, test } from "vitest";
import { yuanToFen } from "./yuan";

test("amounts: yuan become fen without a decimal in between", () => {
  expect(yuanToFen("86.4")).toBe(8_640);
  expect(yuanToFen("86.40")).toBe(8_640);
  expect(yuanToFen("100")).toBe(10_000);
  expect(yuanToFen(" ")).toBeNull();
  for (const bad of ["1.234", "-1", "abc", "1e5", "¥3"]) expect(yuanToFen(bad)).toBeUndefined();
});
