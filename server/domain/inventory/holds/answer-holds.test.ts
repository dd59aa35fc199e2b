import { expect, test } from "vitest";
import type { Instant } from "../../kernel/instant";
import type { HoldRow } from "../books/types";
import type { StockCell } from "../cell";
import { answerHolds, cellsOfRequests, grantAll, type HoldRequest } from "./answer-holds";

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
const ask = (holdKey: string, qty: number, more: Partial<HoldRequest> = {}): HoldRequest => ({
  accountId: 1,
  storeId: 1,
  holdKey,
  ttlMs: 60_000,
  mode: "all",
  items: [{ draws: [{ skuId: 7, per: 1 }], qty }],
  ...more,
});
const held = (holdKey: string, qty: number, asked = qty): HoldRow => ({
  accountId: 1,
  holdKey,
  storeId: 1,
  skuId: 7,
  qty,
  asked,
  state: "held",
  expiresAt: 5_000 as Instant,
  extended: false,
});
const now = 1_000 as Instant;
const none = () => 0;

test("grantAll: a bundle and its base article of one request are one row of their shelf", () => {
  const both = ask("a", 2, {
    items: [
      { draws: [{ skuId: 7, per: 1 }], qty: 2 },
      {
        draws: [
          { skuId: 7, per: 3 },
          { skuId: 8, per: 1 },
        ],
        qty: 1,
      },
    ],
  });
  const all = grantAll([both, ask("b", 4)], now);
  expect(all?.rows).toMatchObject([
    { holdKey: "a", skuId: 7, qty: 5, asked: 5, expiresAt: 61_000 },
    { holdKey: "a", skuId: 8, qty: 1, asked: 1 },
    { holdKey: "b", skuId: 7, qty: 4, asked: 4 },
  ]);
  expect(all?.reserve).toEqual([
    { storeId: 1, skuId: 7, reserve: 9 },
    { storeId: 1, skuId: 8, reserve: 1 },
  ]);
  expect(all?.answers[1]).toMatchObject({ kind: "held", granted: [4], isWhole: true });
  expect(cellsOfRequests([both, ask("b", 4)])).toHaveLength(2);
});

test("grantAll: one key asked twice at once is looked at under the lock", () => {
  expect(grantAll([ask("a", 1), ask("a", 1)], now)).toBeNull();
  expect(grantAll([ask("a", 1), ask("a", 1, { accountId: 2 })], now)).not.toBeNull();
});

test("answerHolds: a refusal binds nobody: nothing is written, and the key is free", () => {
  const { answers, rows, reserve } = answerHolds(
    [ask("a", 4), ask("b", 2)],
    { stock: [cell(7, 3)], held: [], own: none },
    now,
  );
  expect(answers.map((a) => [a.kind, a.granted])).toEqual([
    ["short", [0]],
    ["held", [2]],
  ]);
  expect(rows.map((r) => r.holdKey)).toEqual(["b"]);
  expect(reserve).toEqual([{ storeId: 1, skuId: 7, reserve: 2 }]);
});

test("answerHolds: a part that was granted is written with what was asked", () => {
  const part = answerHolds(
    [ask("a", 4, { mode: "part" })],
    { stock: [cell(7, 3)], held: [], own: none },
    now,
  );
  expect(part.rows).toMatchObject([{ qty: 3, asked: 4 }]);
  expect(part.answers[0]).toMatchObject({ kind: "held", granted: [3], isWhole: false });
});

test("answerHolds: a key that was used gets its answer again, for other goods a refusal; nothing is reserved", () => {
  const again = answerHolds(
    [ask("a", 4), ask("b", 2), ask("c", 1), ask("c", 1)],
    { stock: [cell(7, 9)], held: [held("a", 3, 4), held("b", 1)], own: none },
    now,
  );
  expect(again.answers.map((a) => [a.kind, a.granted, a.isWhole])).toEqual([
    ["known", [3], false],
    ["conflict", [1], false],
    ["held", [1], true],
    ["held", [1], true],
  ]);
  expect(again.answers[0]?.expiresAt).toBe(5_000);
  expect(again.rows).toHaveLength(1);
  expect(again.reserve).toEqual([{ storeId: 1, skuId: 7, reserve: 1 }]);
});

test("answerHolds: a key whose hold ended shows the state of its goods", () => {
  const row = { ...held("a", 2), state: "released" as const };
  const { answers } = answerHolds(
    [ask("a", 2)],
    { stock: [cell(7, 9)], held: [row], own: none },
    now,
  );
  expect(answers[0]?.rows).toEqual([{ storeId: 1, skuId: 7, qty: 2, state: "released" }]);
});
