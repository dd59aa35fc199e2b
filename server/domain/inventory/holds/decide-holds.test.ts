import fc from "fast-check";
import { expect, test } from "vitest";
import type { StockCell } from "../cell";
import { decideHolds, type HoldWish, ownPieces } from "./decide-holds";

const cell = (skuId: number, onHand: number, dedicated = 0): StockCell => ({
  storeId: 1,
  skuId,
  onHand,
  reserved: 0,
  picked: 0,
  safety: 0,
  frozen: 0,
  quarantine: 0,
  dedicated,
  debt: 0,
  stopped: false,
});
const wish = (mode: "all" | "part", ...qtys: number[]): HoldWish => ({
  accountId: 1,
  storeId: 1,
  mode,
  items: qtys.map((qty) => ({ draws: [{ skuId: 7, per: 1 }], qty })),
});

test("decideHolds: first come, first served; all or nothing takes nothing, part takes what there is; items on one shelf count together", () => {
  const { verdicts, reserve } = decideHolds(
    [wish("all", 2), wish("all", 2, 2), wish("part", 2, 2), wish("all", 1)],
    [cell(7, 5)],
  );
  expect(verdicts).toEqual([
    { granted: [2], isWhole: true },
    { granted: [0, 0], isWhole: false },
    { granted: [2, 1], isWhole: false },
    { granted: [0], isWhole: false },
  ]);
  expect([...reserve]).toEqual([["1:7", 5]]);
});

test("decideHolds: a bundle is as many as its scarcest part; unknown shelves have nothing", () => {
  const bundle = {
    draws: [
      { skuId: 7, per: 2 },
      { skuId: 8, per: 1 },
    ],
    qty: 3,
  };
  const asked = { ...wish("part"), items: [bundle, { draws: [{ skuId: 99, per: 1 }], qty: 1 }] };
  const { verdicts, reserve } = decideHolds([asked], [cell(7, 5), cell(8, 9)]);
  expect(verdicts[0]?.granted).toEqual([2, 0]);
  expect(Object.fromEntries(reserve)).toEqual({ "1:7": 4, "1:8": 2 });
});

test("decideHolds: other channels' own pieces are not for this one, its own are", () => {
  const own = (accountId: number) => (accountId === 2 ? 4 : 0);
  const ask = (accountId: number) => ({ ...wish("part", 9), accountId });
  expect(decideHolds([ask(1)], [cell(7, 6, 4)], own).verdicts[0]?.granted).toEqual([2]);
  expect(decideHolds([ask(2)], [cell(7, 6, 4)], own).verdicts[0]?.granted).toEqual([6]);
});

test("decideHolds: never more than there is, whoever asks for what", () => {
  const wishes = fc.array(
    fc.tuple(
      fc.constantFrom("all" as const, "part" as const),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    ),
  );
  fc.assert(
    fc.property(wishes, fc.integer({ min: 0, max: 30 }), (list, onHand) => {
      const { verdicts, reserve } = decideHolds(
        list.map(([mode, qtys]) => wish(mode, ...qtys)),
        [cell(7, onHand)],
      );
      const given = verdicts.flatMap((v) => v.granted).reduce((sum, n) => sum + n, 0);
      expect(reserve.get("1:7") ?? 0).toBe(given);
      expect(given).toBeLessThanOrEqual(onHand);
      const left = onHand - given;
      list.forEach(([mode, qtys], i) => {
        const isPart = mode === "part" && verdicts[i]?.isWhole === false;
        if (isPart && qtys.length === 1) expect(left).toBe(0);
      });
    }),
  );
});

test("ownPieces: of one account and one cell; whoever has none has none", () => {
  const own = ownPieces([
    { accountId: 1, storeId: 1, skuId: 7, qty: 4 },
    { accountId: 2, storeId: 1, skuId: 7, qty: 5 },
  ]);
  expect([own(1, 1, 7), own(2, 1, 7), own(1, 1, 8), own(3, 1, 7)]).toEqual([4, 5, 0, 0]);
});
