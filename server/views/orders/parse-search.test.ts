import { expect, test } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { parseSearch } from "./parse-search";

test("search: what people type means what they mean", () => {
  expect(parseSearch("")).toBeNull();
  expect(parseSearch("   ")).toBeNull();
  expect(parseSearch("8812")).toEqual({ kind: "tail", tail: "8812" });
  expect(parseSearch("#211")).toEqual({ kind: "sequence", number: 211 });
  expect(parseSearch("＃211")).toEqual({ kind: "sequence", number: 211 });
  expect(parseSearch(showId("order", 4711))).toEqual({ kind: "id", id: 4711 });
  expect(parseSearch("3600010012345678")).toEqual({ kind: "number", prefix: "3600010012345678" });
  expect(parseSearch("P0912-97")).toEqual({ kind: "number", prefix: "P0912-97" });
  expect(parseSearch("牛奶")).toEqual({ kind: "goods", words: "牛奶" });
});

test("search: text that can name no order finds nothing instead of everything", () => {
  for (const text of ["奶", "12", "%_%", "ord_", "#", "' or 1=1 --"]) {
    expect(parseSearch(text), text).toEqual({ kind: "nothing" });
  }
});
