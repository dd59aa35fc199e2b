import { expect, test } from "vitest";
import type { PromiseRule, StockCell } from "../../inventory";
import {
  articlesOf,
  chainsByCell,
  type FigurePlan,
  piecesFor,
  planFigures,
  shelvesOf,
} from "./plan-figures";

const cell = (skuId: number, onHand: number): StockCell => ({
  storeId: 1,
  skuId,
  onHand,
  reserved: 0,
  picked: 0,
  safety: 0,
  frozen: 0,
  quarantine: 0,
  dedicated: 0,
  debt: 0,
  stopped: false,
});
const rule = (accountId: number, more: Partial<PromiseRule> = {}): PromiseRule => ({
  accountId,
  shareBps: 10_000,
  cap: null,
  riskBps: 100,
  rank: accountId,
  lagMs: 60_000,
  ...more,
});
const seller = (skuId: number, accountId: number, milliPerMinute = 0) => ({
  storeId: 1,
  skuId,
  rule: rule(accountId),
  dedicated: 0,
  milliPerMinute,
});
/** 20 is a bundle of two 7 and one 8; 8 is sold in portions of 500 g. */
const drawsOf = (skuId: number) =>
  skuId === 20
    ? [
        { skuId: 7, per: 2 },
        { skuId: 8, per: 500 },
      ]
    : [{ skuId, per: skuId === 8 ? 500 : 1 }];
const portionOf = (skuId: number) => (skuId === 8 ? 500 : 1);
const stock = [cell(7, 41), cell(8, 5_000)];
const sellers = [7, 8].flatMap((skuId) => [seller(skuId, 1), seller(skuId, 2)]);
const plan: FigurePlan = {
  articles: [20, 8, 7].map((skuId) => ({ storeId: 1, skuId })),
  accountIds: [2, 1],
  chains: chainsByCell(stock, sellers, portionOf),
  shown: [],
  drawsOf,
  hasShop: () => true,
};

test("articlesOf, shelvesOf: a shelf changes its bundles, and those want all their shelves", () => {
  const articles = articlesOf([{ storeId: 1, skuId: 7 }], (id) => (id === 7 ? [20] : []));
  expect(articles.map((a) => a.skuId)).toEqual([7, 20]);
  expect(shelvesOf(articles, drawsOf).map((s) => s.skuId)).toEqual([7, 8]);
});

test("planFigures: pieces, of a bundle as its scarcest part allows, by account and then article", () => {
  expect(planFigures(plan).map((r) => [r.accountId, r.skuId, r.value])).toEqual([
    [1, 7, 41],
    [1, 8, 10],
    [1, 20, 10],
    [2, 7, 41],
    [2, 8, 10],
    [2, 20, 10],
  ]);
});

test("planFigures: zero first, then what is below its buffer, then less than shown, then more", () => {
  const rankWith = (onHand: number, before: number, milliPerMinute = 0): number | undefined => {
    const chains = chainsByCell([cell(7, onHand)], [seller(7, 1, milliPerMinute)], portionOf);
    const shown = [{ accountId: 1, storeId: 1, skuId: 7, value: before }];
    const articles = [{ storeId: 1, skuId: 7 }];
    return planFigures({ ...plan, articles, accountIds: [1], chains, shown })[0]?.rank;
  };
  expect(rankWith(0, 5)).toBe(0);
  expect(rankWith(40, 50)).toBe(2);
  expect(rankWith(40, 40)).toBe(3);
  expect(rankWith(40, 5)).toBe(3);
  // The buffer eats it all: nothing is shown, at once.
  expect(rankWith(40, 50, 60_000)).toBe(0);
});

test("planFigures: below its buffer but with the last few to sell", () => {
  const chains = new Map([
    [
      "1:7",
      [
        {
          accountId: 1,
          free: 2,
          dedicated: 0,
          shared: 2,
          share: 0,
          capped: 0,
          buffer: 0,
          isLastFew: true,
          promise: 2,
        },
      ],
    ],
  ]);
  const articles = [{ storeId: 1, skuId: 7 }];
  expect(planFigures({ ...plan, articles, accountIds: [1], chains })[0]).toMatchObject({
    value: 2,
    rank: 1,
  });
});

test("planFigures: no shop of the account, or a shelf nobody knows, is no number", () => {
  expect(planFigures({ ...plan, hasShop: (id) => id === 2 }).map((r) => r.accountId)).toEqual([
    2, 2, 2,
  ]);
  const chains = chainsByCell([cell(7, 41)], sellers, portionOf);
  expect(planFigures({ ...plan, chains, accountIds: [1] }).map((r) => r.skuId)).toEqual([7]);
});

test("piecesFor: never more than a platform takes, and nothing of an account without a rule", () => {
  const chains = chainsByCell([cell(7, 500_000)], sellers, portionOf);
  const at = { storeId: 1, skuId: 7 };
  expect(piecesFor({ ...at, accountId: 1 }, chains, drawsOf)?.pieces).toBe(99_999);
  expect(piecesFor({ ...at, accountId: 3 }, chains, drawsOf)).toBeNull();
});
