import { expect, test } from "vitest";
import { cutText, FieldError, optionalCode, optionalText, readIso, readShanghai } from "./reading";

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

test("readShanghai and readIso: days and hours that do not exist are refused, never taken for later ones", () => {
  for (const text of [
    "2026-02-31 10:00",
    "2026-02-29 10:00",
    "2100-02-29 10:00",
    "2026-04-31 10:00",
    "2026-13-01 10:00",
    "2026-00-10 10:00",
    "2026-01-00 10:00",
    "2026-01-01 24:00",
    "2026-01-01 10:60",
    "2026-01-01 10:00:60",
    "2026-02-31 25:61",
  ]) {
    expect(() => readShanghai(text, "下单时间"), text).toThrow(/下单时间: 没有这/);
    const iso = `${text.replace(" ", "T")}${text.length > 16 ? "" : ":00"}+08:00`;
    expect(() => readIso(iso, "at"), iso).toThrow(/at: 没有这/);
  }
  expect(readShanghai("2028-02-29 23:59:59", "t")).toBe(Date.UTC(2028, 1, 29, 15, 59, 59));
  expect(readIso("2096-02-29T00:00:00Z", "t")).toBe(Date.UTC(2096, 1, 29));
});
