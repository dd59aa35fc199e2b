import { expect, test } from "vitest";
import { asArray, asObject, entryOf, parseJson, rawMember } from "./parse-json";

test("parseJson: 19-digit ids keep every digit as text, in objects, lists and alone; strings stay as they are", () => {
  expect(parseJson('{"id":8012345678901234567,"n":12}')).toEqual({
    id: "8012345678901234567",
    n: 12,
  });
  expect(parseJson("[8012345678901234567, -9007199254740993]")).toEqual([
    "8012345678901234567",
    "-9007199254740993",
  ]);
  expect(parseJson('{"text":"a: 8012345678901234567","x":[1234567890123456]}')).toEqual({
    text: "a: 8012345678901234567",
    x: ["1234567890123456"],
  });
});

test("parseJson: fractions and powers with many digits stay numbers beside a long id", () => {
  const text =
    '{"id":8012345678901234567,"x":0.30000000000000004,"y":[1234567890123456e2,-0.12345678901234566]}';
  expect(parseJson(text)).toEqual({
    id: "8012345678901234567",
    x: 0.30000000000000004,
    y: [1234567890123456e2, -0.12345678901234566],
  });
});

test("parseJson: 32 levels are read, 33 refused; brackets in strings are no levels", () => {
  const nested = (n: number) => "[".repeat(n) + "]".repeat(n);
  expect(() => parseJson(nested(32))).not.toThrow();
  expect(() => parseJson(nested(33))).toThrow(SyntaxError);
  expect(parseJson(JSON.stringify(`\\"${"[".repeat(99)}`))).toBe(`\\"${"[".repeat(99)}`);
  for (const broken of ["", "{", '"', '"\\', "NaN"])
    expect(() => parseJson(broken)).toThrow(SyntaxError);
});

test("asObject, asArray, entryOf: never a surprise", () => {
  expect([asObject(null), asObject([1]), asArray("x")]).toEqual([{}, {}, []]);
  expect([
    entryOf({ a: 1 }, "a"),
    entryOf({ a: 1 }, "constructor"),
    entryOf({ a: 1 }, "__proto__"),
  ]).toEqual([1, undefined, undefined]);
});

test("rawMember: a member's source text, to the byte; names inside strings and deeper levels are none", () => {
  const text =
    '{ "cmd" : "a\\"body", "deep": {"body": 1}, "body":  {"order_id": "1" , "n":[1, {"x":"}"}]} , "z": 2.50 }';
  expect(rawMember(text, "body")).toBe('{"order_id": "1" , "n":[1, {"x":"}"}]}');
  expect(rawMember(text, "z")).toBe("2.50");
  expect(rawMember(text, "cmd")).toBe('"a\\"body"');
  expect(rawMember(text, "x")).toBeNull();
  expect(rawMember("{}", "x")).toBeNull();
});
