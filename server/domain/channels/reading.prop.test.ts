import fc from "fast-check";
import { expect, test } from "vitest";
import {
  FieldError,
  readFen,
  readInt,
  readIso,
  readSeconds,
  readShanghai,
  yuanToFen,
} from "./reading";

test("yuanToFen: every amount of fen written as yuan reads back exactly", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e11, max: 1e11 }), (fen) => {
      const abs = Math.abs(fen);
      const text = `${fen < 0 ? "-" : ""}${Math.floor(abs / 100)}.${String(abs % 100).padStart(2, "0")}`;
      expect(yuanToFen(text, "x") + 0).toBe(fen);
    }),
  );
});

test("yuanToFen: 36.8, 36.80 and the number 36.8 are 3680; text and fractions of a fen are refused", () => {
  for (const value of ["36.8", "36.80", 36.8]) expect(yuanToFen(value, "total")).toBe(3680);
  for (const value of ["", "abc", "1e3", "1.234", null, Number.NaN]) {
    expect(() => yuanToFen(value, "total")).toThrow(FieldError);
  }
});

test("readFen and readInt: beyond 2^53, fractions and NaN are refused", () => {
  for (const value of [2 ** 53, "9007199254740993", 1.5, Number.NaN, "12a", {}]) {
    expect(() => readFen(value, "paid")).toThrow(FieldError);
  }
  expect(readFen("120", "paid")).toBe(120);
  expect(() => readInt("0", "qty", [1, 9])).toThrow("qty");
});

test("readIso and readShanghai: agree with Date for any moment", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_500_000_001, max: 4_000_000_000 }), (seconds) => {
      const iso = new Date(seconds * 1000).toISOString();
      expect(readIso(iso, "t")).toBe(seconds * 1000);
      const shanghai = new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 19);
      expect(readIso(`${shanghai}+08:00`, "t")).toBe(seconds * 1000);
      expect(readShanghai(shanghai.replace("T", " "), "t")).toBe(seconds * 1000);
      expect(readSeconds(String(seconds), "t")).toBe(seconds * 1000);
    }),
  );
});
