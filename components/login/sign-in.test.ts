import { expect, test } from "vitest";
import { checkEmail, safeNext } from "./sign-in";

test("after signing in, only our own pages are gone to", () => {
  expect(safeNext("/orders/ord_3mv?tab=a")).toBe("/orders/ord_3mv?tab=a");
  for (const bad of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "",
    "/login?next=/",
  ]) {
    expect(safeNext(bad)).toBe("/orders");
  }
});

test("an address that cannot be one is named before the server is asked", () => {
  expect(checkEmail("")).toBe("emailEmpty");
  expect(checkEmail("ops@")).toBe("emailWrong");
  expect(checkEmail("ops@huiliu.example")).toBeNull();
});
