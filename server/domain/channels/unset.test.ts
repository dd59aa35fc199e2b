import { expect, test } from "vitest";
import { clockOf, daySeqOf, firstSet, isLeftOut, isUnset, UNTOLD, wishedAt } from "./unset";

test("isLeftOut and isUnset: what is not there, empty or null is no value; 0 and -1 are none where things begin at 1", () => {
  for (const nothing of [undefined, null, "", "  ", "null"]) expect(isLeftOut(nothing)).toBe(true);
  for (const value of [0, "0", "-1", false, {}]) expect(isLeftOut(value)).toBe(false);
  for (const unset of [0, "0", "0.0", -1, "-1", "", null]) expect(isUnset(unset)).toBe(true);
  for (const value of [1, "0001", "x", "1767225600"]) expect(isUnset(value)).toBe(false);
});

test("clockOf: the first of the times that is set; none is the arrival's", () => {
  expect(clockOf(["0", "", undefined, "1795811600"], "t")).toBe(1_795_811_600_000);
  expect(clockOf(["0", null, -1], "t")).toBe(UNTOLD);
  expect(clockOf([191], "t")).toBe(191_000);
  expect(() => clockOf(["yesterday"], "t")).toThrow(/^t: /);
  expect(firstSet(["0", "a"])).toBe("a");
});

test("wishedAt: nobody wishes an hour of 1970", () => {
  for (const none of ["0", "1", 0, -1, "", null, undefined]) expect(wishedAt(none, "t")).toBeNull();
  expect(wishedAt("1795811600", "t")).toBe(1_795_811_600_000);
  expect(() => wishedAt("soon", "t")).toThrow(/^t: /);
});

test("daySeqOf: from 1", () => {
  expect([daySeqOf("12", "n"), daySeqOf("0", "n"), daySeqOf("", "n")]).toEqual([12, null, null]);
});
