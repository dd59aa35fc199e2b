import { expect, test } from "vitest";
import { orderLabel } from "./labels";

test("orderLabel: the day's number where there is one", () => {
  expect(orderLabel("meituan", 211, "80001")).toBe("美团#211");
  expect(orderLabel("group", null, "G20261122001")).toBe("社区团购…2001");
  expect(orderLabel("new", 1, "x")).toBe("new#1");
});
