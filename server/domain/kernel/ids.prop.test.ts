import fc from "fast-check";
import { expect, test } from "vitest";
import { parseId, showId } from "./ids";

test("ids: what is shown parses back, and only under its own kind", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => {
      expect(parseId("order", showId("order", id))).toBe(id);
      expect(parseId("fulfilment", showId("order", id))).toBeNull();
    }),
  );
});

test("ids: garbage is not an id", () => {
  for (const text of ["", "ord_", "ord_0", "ord_-1", "ord_ZZ", "ord_zzzzzzzzzzzz", "4711"]) {
    expect(parseId("order", text)).toBeNull();
  }
  expect(showId("order", 4711)).toBe("ord_3mv");
});
