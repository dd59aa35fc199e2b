import { expect, test } from "vitest";
import { isStale, refusal, sameSignature } from "./reply";

test("sameSignature: equal only when whole; lengths in bytes may differ without a throw", () => {
  expect(sameSignature("abc", "abc")).toBe(true);
  for (const given of ["", "ab", "abcd", "abd", "签名", "ABC"])
    expect(sameSignature(given, "abc")).toBe(false);
});

test("isStale: the skew itself is in, one second more is out, no number is stale", () => {
  const now = 1_767_240_000_000;
  expect([0, 300, -300].map((s) => isStale(now / 1_000 + s, now, 300))).toEqual([
    false,
    false,
    false,
  ]);
  expect(
    [301, -301, Number.NaN, Number.POSITIVE_INFINITY].map((s) =>
      isStale(now / 1_000 + s, now, 300),
    ),
  ).toEqual([true, true, true, true]);
});

test("refusal: names a source, cut short", () => {
  const reply = { status: 200, contentType: "", body: "" };
  const cut = refusal("STALE", "x".repeat(200), reply);
  expect(!cut.ok && cut.error.source).toHaveLength(64);
  expect(refusal("STALE", "", reply)).toMatchObject({ error: { source: "unknown" } });
});
