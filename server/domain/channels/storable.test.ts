import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import type { Decoded } from "./message";
import { FieldError } from "./reading";
import { toStorable } from "./storable";

const cancel = (externalNo: string, reason: string): Decoded => ({
  type: "fact",
  fact: { kind: "cancelled", externalNo, at: 1 as Instant, version: "1", reason, by: "buyer" },
});

test("toStorable: zero characters go, halves of characters become the mark for one, the rest stays", () => {
  expect(toStorable([cancel("a1", "不\u0000要\ud800了😀"), { type: "nothing", why: "x" }])).toEqual(
    [cancel("a1", "不要\ufffd了😀"), { type: "nothing", why: "x" }],
  );
});

test("toStorable: an order's number is not mended: it could be another order's then", () => {
  expect(() => toStorable([cancel("a\u00001", "")])).toThrow(FieldError);
  expect(() => toStorable([{ type: "pull", externalNo: "\udc00" }])).toThrow(FieldError);
});
