import { expect, test } from "vitest";
import { readForm, writeForm } from "./form";

test("readForm: reads what writeForm wrote, once or twice encoded; plus is a space", () => {
  const fields = { 收货人: "王 先生&=%", empty: "", json: '{"a":"1+1"}' };
  expect({ ...readForm(writeForm(fields)) }).toEqual(fields);
  const twice = Object.fromEntries(
    Object.entries(fields).map(([k, v]) => [k, encodeURIComponent(v)]),
  );
  expect({ ...readForm(writeForm(twice), 2) }).toEqual(fields);
  expect({ ...readForm("a=1+1&b&&a=2") }).toEqual({ a: "2", b: "" });
});

test("readForm: a broken escape throws, a prototype word is a field like others", () => {
  expect(() => readForm("a=%zz")).toThrow(URIError);
  const form = readForm("__proto__=x&constructor=y");
  expect(Object.keys(form)).toEqual(["__proto__", "constructor"]);
  expect(readForm("a=1").toString).toBeUndefined();
});

test("readForm: more fields than any platform sends are refused", () => {
  const form = (count: number) => Array.from({ length: count }, (_, i) => `f${i}=1`).join("&");
  expect(Object.keys(readForm(form(1_000)))).toHaveLength(1_000);
  expect(() => readForm(form(1_001))).toThrow(RangeError);
});
