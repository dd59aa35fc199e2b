import { expect, test } from "vitest";
import { causeOf } from "./apart";

test("causeOf: words a column can hold, whatever was thrown", () => {
  expect(causeOf(new Error("a\u0000b\ud800c"))).toBe("ab\ufffdc");
  expect(causeOf("plain")).toBe("plain");
  expect(causeOf(null)).toBe("null");
});
