import { expect, test } from "vitest";
import { cutText, FieldError, optionalCode, optionalText } from "./reading";

test("optionalText: what people wrote is cut off where it is too long, never in the middle of a character", () => {
  expect(optionalText("放门口", 64)).toBe("放门口");
  expect(optionalText(42)).toBe("42");
  expect([optionalText(null), optionalText({}), optionalText([])]).toEqual(["", "", ""]);
  expect(optionalText("x".repeat(10_000))).toHaveLength(512);
  expect(optionalText("x".repeat(65), 64)).toHaveLength(64);
  expect(cutText(`${"x".repeat(63)}🎈`, 64)).toBe("x".repeat(63));
  expect(cutText(`${"x".repeat(62)}🎈`, 64)).toBe(`${"x".repeat(62)}🎈`);
});

test("optionalCode: a code that is too long is refused, a missing one is empty", () => {
  expect(optionalCode(undefined, "upc", 64)).toBe("");
  expect(optionalCode("6".repeat(64), "upc", 64)).toHaveLength(64);
  expect(() => optionalCode("6".repeat(65), "upc", 64)).toThrow(FieldError);
});
