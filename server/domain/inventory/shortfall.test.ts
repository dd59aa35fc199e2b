import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { type Alternative, type Claim, planShortfall } from "./shortfall";

const at = (hour: number, minute = 0) =>
  (1_767_240_000_000 + (hour * 60 + minute) * 60_000) as Instant;
const NOW = at(17);
const from = (elsewhere: readonly Alternative[], instead: readonly Alternative[] = []) => ({
  elsewhere,
  instead,
  now: NOW,
});
const claim = (id: string, qty: number, more: Partial<Claim> = {}): Claim => ({
  id,
  qty,
  isPicked: false,
  isPaid: true,
  expiresAt: null,
  placedAt: at(16),
  promiseAt: at(18),
  penalty: 0,
  per: 1,
  ...more,
});

/** The example of docs/domain/stock.md: on hand 10, the warehouse says 6. */
const GOLDEN = [
  claim("R1", 3, { promiseAt: at(18) }),
  claim("R2", 4, { promiseAt: at(18, 30) }),
  claim("R3", 2, { isPaid: false, expiresAt: at(17, 2), promiseAt: null }),
  claim("R4", 1, { isPicked: true }),
];
const atB: Alternative = { claimId: "R2", storeId: 2, skuId: 7, qty: 9 };

test("planShortfall: golden, 10 promised and 6 there, store B has the article", () => {
  const plan = planShortfall(4, GOLDEN, from([atB]));
  expect(plan.freed).toEqual([
    { kind: "release", claimId: "R3", qty: 2 },
    { kind: "resource", claimId: "R2", qty: 2, storeId: 2 },
  ]);
  expect(Object.fromEntries(plan.kept)).toEqual({ R1: 3, R2: 2, R3: 0, R4: 1 });
  expect(plan.left).toBe(0);
});

test("planShortfall: golden, nobody else has it: the money goes back for two", () => {
  expect(planShortfall(4, GOLDEN, from([])).freed).toEqual([
    { kind: "release", claimId: "R3", qty: 2 },
    { kind: "refund", claimId: "R2", qty: 2 },
  ]);
  const half = planShortfall(4, GOLDEN, from([{ ...atB, qty: 1 }], [{ ...atB, skuId: 8, qty: 5 }]));
  expect(half.freed.slice(1)).toEqual([
    { kind: "resource", claimId: "R2", qty: 1, storeId: 2 },
    { kind: "substitute", claimId: "R2", qty: 1, skuId: 8 },
  ]);
});

test("planShortfall: expired before newest; among equal promises the smaller penalty; whole portions", () => {
  const claims = [
    claim("old", 1, { isPaid: false, expiresAt: at(16, 59), placedAt: at(15) }),
    claim("new", 1, { isPaid: false, expiresAt: at(17, 9), placedAt: at(16, 55) }),
    claim("dear", 1_000, { penalty: 9, per: 500 }),
    claim("cheap", 1_000, { penalty: 1, per: 500 }),
  ];
  const plan = planShortfall(502, claims, from([]));
  expect(plan.freed).toEqual([
    { kind: "release", claimId: "old", qty: 1 },
    { kind: "release", claimId: "new", qty: 1 },
    { kind: "refund", claimId: "cheap", qty: 500 },
  ]);
});

test("planShortfall: frees what is missing, never a picked piece, and gives no other store's goods out twice", () => {
  const any = fc.array(
    fc.record({
      qty: fc.integer({ min: 1, max: 6 }),
      isPicked: fc.boolean(),
      isPaid: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(
      any,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 9 }),
      (list, missing, atOther) => {
        const claims = list.map((c, i) => claim(`${i}`, c.qty, c));
        const elsewhere = claims.map((c) => ({
          claimId: c.id,
          storeId: 2,
          skuId: 7,
          qty: atOther,
        }));
        const plan = planShortfall(missing, claims, from(elsewhere));
        const freed = plan.freed.reduce((sum, f) => sum + f.qty, 0);
        const loose = claims.filter((c) => !c.isPicked).reduce((sum, c) => sum + c.qty, 0);
        expect(plan.left).toBe(Math.max(0, missing - loose));
        expect(freed).toBeGreaterThanOrEqual(Math.min(missing, loose));
        for (const c of claims.filter((one) => one.isPicked))
          expect(plan.kept.get(c.id)).toBe(c.qty);
        const moved = plan.freed
          .filter((f) => f.kind === "resource")
          .reduce((sum, f) => sum + f.qty, 0);
        expect(moved).toBeLessThanOrEqual(atOther);
      },
    ),
  );
});

test("13 wanted, stores with 10 and 15: 10 and 3, and the next claim gets what is left", () => {
  const claims = [claim("A", 13, { promiseAt: at(19) }), claim("B", 20, { promiseAt: at(18) })];
  const rows = claims.flatMap(({ id }) => [
    { claimId: id, storeId: 2, skuId: 7, qty: 10 },
    { claimId: id, storeId: 3, skuId: 7, qty: 15 },
  ]);
  expect(planShortfall(33, claims, from(rows)).freed).toEqual([
    { kind: "resource", claimId: "A", qty: 10, storeId: 2 },
    { kind: "resource", claimId: "A", qty: 3, storeId: 3 },
    { kind: "resource", claimId: "B", qty: 12, storeId: 3 },
    { kind: "refund", claimId: "B", qty: 8 },
  ]);
});
