import { expect, test } from "vitest";
import { assert, InvariantError, present } from "./assert";

test("assert: passes what is true and names what is not", () => {
  expect(() => assert(true, "never")).not.toThrow();
  expect(() => assert(0, "sum is zero")).toThrow(new InvariantError("sum is zero"));
});

test("present: gives falsy values back, refuses only null and undefined", () => {
  expect(present(0, "count")).toBe(0);
  expect(present("", "text")).toBe("");
  expect(() => present(null, "row")).toThrow("missing row");
  expect(() => present(undefined, "row")).toThrow(InvariantError);
});
