import { expect, test } from "vitest";
import type { Instant } from "../../kernel/instant";
import type { WaitingReport } from "../report";
import { isStale, readReport, refusedReport } from "./read-report";

const report: WaitingReport = {
  id: 1,
  accountId: 9,
  storeId: null,
  sentBy: "wms",
  kind: "snapshot",
  reportId: "S1",
  storeKey: "N1",
  asOf: 1_000 as Instant,
  lastMove: null,
  lines: [
    { externalSku: "milk", qty: 4, move: null },
    { externalSku: "ghost", qty: 2, move: null },
  ],
};
const names = {
  storeOf: (accountId: number, key: string) => (accountId === 9 && key === "N1" ? 3 : null),
  skuOf: (_: number, key: string) => (key === "milk" ? 7 : null),
};

test("readReport: the shop and the articles in our words; those nobody knows are named", () => {
  expect(readReport(report, names)).toEqual({
    ok: true,
    value: { storeId: 3, known: [{ skuId: 7, qty: 4, move: null }], unknown: ["ghost"] },
  });
  // A shop that is known already is not looked up.
  expect(readReport({ ...report, storeId: 5, storeKey: "?" }, names)).toMatchObject({
    value: { storeId: 5 },
  });
});

test.each<[string, Partial<WaitingReport>, string]>([
  ["an unknown shop", { storeKey: "N2" }, "UNKNOWN_STORE"],
  ["no place of our ledger", { lastMove: "yesterday" }, "BAD_POSITION"],
  ["a place with something behind it", { lastMove: "12:34 or 1=1" }, "BAD_POSITION"],
  ["a count of an unknown article", { kind: "count" }, "UNKNOWN_SKU"],
])("readReport: %s is refused", (_, change, code) => {
  expect(readReport({ ...report, ...change }, names)).toMatchObject({
    ok: false,
    error: { code },
  });
});

test("readReport: a place of our ledger is one", () => {
  expect(readReport({ ...report, lastMove: "123456:78" }, names).ok).toBe(true);
});

test("isStale: only a snapshot, and only an older one", () => {
  expect(isStale(report, 1_001)).toBe(true);
  expect(isStale(report, 1_000)).toBe(false);
  expect(isStale(report, null)).toBe(false);
  expect(isStale({ ...report, kind: "count" }, 1_001)).toBe(false);
});

test("refusedReport: the code and the sentence, and nothing done", () => {
  expect(refusedReport({ code: "STALE", cause: "old" })).toEqual({
    state: "refused",
    code: "STALE",
    cause: "old",
    outcome: null,
  });
});
