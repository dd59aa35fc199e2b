import { expect, test } from "vitest";
import type { StockCell } from "@/server/domain/inventory";
import { type Outcome, type PreviewParts, toEditPreview } from "./edit-preview";

const before: StockCell = {
  ...{ storeId: 1, skuId: 2, onHand: 10, reserved: 9, picked: 1, safety: 0, frozen: 0 },
  ...{ quarantine: 0, dedicated: 0, debt: 0, stopped: false },
};
const facts = {
  ...{ storeId: 1, skuId: 2, storeName: "s", code: "K2", barcode: "", name: "x", category: "c" },
  ...{ zone: "ambient", unit: "piece" as const, portion: 1, costFen: 150, priceFen: 200 },
  ...{ onHand: 10, reserved: 9, picked: 1, safety: 0, frozen: 0, quarantine: 0, inTransit: 0 },
  ...{ dedicated: 0, debt: 0, stopped: false },
};
const order = {
  id: 5,
  channel: "app",
  daySeq: 3,
  externalNo: "A",
  phase: "to_pick" as const,
  promiseAt: 9,
};
const outcome: Outcome = {
  answers: [
    {
      edit: { kind: "count", storeId: 1, skuId: 2, reason: "r", counted: 6 },
      code: null,
      before,
      after: { ...before, onHand: 6 },
    },
  ],
  shortfalls: [{ storeId: 1, skuId: 2, missing: 4, orders: [5], holds: 1, left: 0 }],
  isDone: false,
};
const parts: PreviewParts = {
  outcome,
  cells: [facts],
  orders: [order],
  sellers: [],
  accounts: new Map(),
};

test("a count shows what is freed, who loses goods and what it is worth", () => {
  const preview = toEditPreview(parts);
  expect(preview).toMatchObject({ refused: 0, freed: 4, left: 0, checkouts: 1, varianceFen: -600 });
  expect(preview.orders[0]).toMatchObject({ id: "ord_5", label: "APP#3" });
  expect(preview.results[0]!.changes).toEqual([
    { field: "onHand", before: 10, after: 6 },
    { field: "reserved", before: 9, after: 5 },
    { field: "free", before: 0, after: 0 },
  ]);
});

test("what nobody can give back stays owed", () => {
  const shortfalls = [{ ...outcome.shortfalls[0]!, missing: 9, left: 1 }];
  const answers = [{ ...outcome.answers[0]!, after: { ...before, onHand: 0 } }];
  const preview = toEditPreview({ ...parts, outcome: { ...outcome, answers, shortfalls } });
  expect(preview.results[0]!.changes).toContainEqual({ field: "debt", before: 0, after: 2 });
});

test("a refused edit changes nothing and says why", () => {
  const answers = [{ ...outcome.answers[0]!, code: "BELOW_ZERO" as const, after: null }];
  const preview = toEditPreview({ ...parts, outcome: { ...outcome, answers, shortfalls: [] } });
  expect(preview.refused).toBe(1);
  expect(preview.results[0]).toMatchObject({ refusal: "BELOW_ZERO", changes: [], varianceFen: 0 });
});

test("channels are listed where their number changes", () => {
  const rule = { accountId: 7, shareBps: 10_000, cap: null, riskBps: 100, rank: 1, lagMs: 1 };
  const sellers = [{ storeId: 1, skuId: 2, rule, dedicated: 0, milliPerMinute: 0 }];
  const accounts = new Map([[7, { name: "APP", channel: "app" }]]);
  const free = { ...before, reserved: 0, picked: 0 };
  const answers = [{ ...outcome.answers[0]!, before: free, after: { ...free, onHand: 6 } }];
  const changed = { ...outcome, answers, shortfalls: [] };
  const preview = toEditPreview({ ...parts, outcome: changed, sellers, accounts });
  expect(preview.results[0]!.channels).toMatchObject([{ accountId: 7, before: 10, after: 6 }]);
});
