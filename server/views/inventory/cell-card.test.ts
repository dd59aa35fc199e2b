import { expect, test } from "vitest";
import type { CellFactsRow } from "@/db/queries/lists/inventory-cell";
import { type CardParts, toCellCard } from "./cell-card";

const cell: CellFactsRow = {
  ...{ storeId: 1, skuId: 2, storeName: "s", code: "K2", barcode: "", name: "x", category: "c" },
  ...{ zone: "ambient", unit: "piece", portion: 1, costFen: 100, priceFen: 200, onHand: 50 },
  ...{ reserved: 3, picked: 1, safety: 2, frozen: 0, quarantine: 0, inTransit: 0, dedicated: 4 },
  ...{ debt: 0, stopped: false },
};
const rule = { accountId: 7, shareBps: 5_000, cap: null, riskBps: 100, rank: 1, lagMs: 2_000 };
const parts: CardParts = {
  cell,
  sellers: [{ rule, dedicated: 4, milliPerMinute: 0 }],
  accounts: new Map([[7, { name: "APP", channel: "app" }]]),
  ...{ published: [], claims: [], checkouts: [], count: null, transfers: [], restock: null },
  ...{ leadMinutes: 45, holdersMax: 1 },
};

test("the chain of a channel ends in the pieces it may show", () => {
  const card = toCellCard(parts);
  expect(card.free).toBe(44);
  expect(card.channels[0]).toMatchObject({ name: "APP", promise: 24, shown: null, dirtyAt: null });
  expect(card.channels[0]!.chain).toMatchObject({ dedicated: 4, shared: 40, share: 20 });
  expect(card.suggestion).toBeNull();
});

test("weighed goods are promised in whole portions", () => {
  const grams = { ...cell, unit: "gram" as const, portion: 500, onHand: 1_999, dedicated: 0 };
  const sellers = [{ rule: { ...rule, shareBps: 10_000 }, dedicated: 0, milliPerMinute: 0 }];
  const card = toCellCard({ ...parts, cell: grams, sellers });
  expect(card.channels[0]!.promise).toBe(3);
});

test("holders are cut at the limit, in ordered pieces", () => {
  const claim = {
    ...{ channel: "app", daySeq: 1, externalNo: "A1", phase: "to_pick" as const },
    ...{ promiseAt: 1, state: "confirmed" as const, qty: 6, picked: 0, per: 3, expiresAt: null },
  };
  const claims = [
    { ...claim, orderId: 1 },
    { ...claim, orderId: 2 },
  ];
  const card = toCellCard({ ...parts, claims });
  expect(card.holders).toHaveLength(1);
  expect(card.holders[0]).toMatchObject({ pieces: 2, order: { id: "ord_1" } });
  expect(card.hasMoreHolders).toBe(true);
});
