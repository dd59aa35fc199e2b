import fc from "fast-check";
import { expect, test } from "vitest";
import { cellKey, freeOf, type StockCell } from "./cell";
import { type Demand, decideReservations, keptKey } from "./decide-reservations";

const draws = fc.uniqueArray(
  fc.record({ skuId: fc.integer({ min: 1, max: 3 }), per: fc.integer({ min: 1, max: 3 }) }),
  { selector: (d) => d.skuId, minLength: 1, maxLength: 2 },
);
const demands = fc.array(
  fc.record({
    orderId: fc.integer({ min: 1, max: 50 }),
    lineNo: fc.integer({ min: 1, max: 5 }),
    storeId: fc.integer({ min: 1, max: 2 }),
    draws,
    qty: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 60 },
);
const small = fc.integer({ min: 0, max: 40 });
const cells = fc.array(fc.tuple(small, small, small, fc.boolean()), {
  minLength: 6,
  maxLength: 6,
});

const cell = (more: Partial<StockCell>): StockCell => ({
  storeId: 1,
  skuId: 7,
  onHand: 0,
  reserved: 0,
  picked: 0,
  safety: 0,
  frozen: 0,
  quarantine: 0,
  dedicated: 0,
  debt: 0,
  stopped: false,
  ...more,
});

const taken = (grants: readonly (Demand & { granted: number })[], at: StockCell): number =>
  grants
    .filter((g) => g.storeId === at.storeId)
    .flatMap((g) => g.draws.filter((d) => d.skuId === at.skuId).map((d) => d.per * g.granted))
    .reduce((sum, n) => sum + n, 0);

test("decideReservations: never more than can be promised, and what is left would not have served anybody refused", () => {
  fc.assert(
    fc.property(demands, cells, (wanted, rows) => {
      const stock = rows.map(([onHand, reserved, safety, stopped], i) =>
        cell({ storeId: 1 + (i % 2), skuId: 1 + (i % 3), onHand, reserved, safety, stopped }),
      );
      const { grants, changes } = decideReservations(wanted, stock);
      const left = new Map<string, number>();
      for (const at of stock) {
        const key = cellKey(at.storeId, at.skuId);
        const change = changes.find((c) => cellKey(c.storeId, c.skuId) === key)?.reserve ?? 0;
        expect(change).toBe(taken(grants, at));
        expect(change).toBeLessThanOrEqual(freeOf(at));
        left.set(key, freeOf(at) - change);
      }
      for (const g of grants.filter((one) => one.granted < one.qty)) {
        const enough = g.draws.every((d) => (left.get(cellKey(g.storeId, d.skuId)) ?? 0) >= d.per);
        expect(enough).toBe(false);
      }
    }),
  );
});

const line = { orderId: 1, storeId: 1 };
const single = { draws: [{ skuId: 7, per: 1 }] };

test("decideReservations: what is gone is gone, whoever was promised it; the books find what they lacked", () => {
  fc.assert(
    fc.property(demands, cells, fc.integer({ min: 0, max: 60 }), (wanted, rows, at) => {
      const stock = rows.map(([onHand, reserved, picked, stopped], i) =>
        cell({
          storeId: 1 + (i % 2),
          skuId: 1 + (i % 3),
          onHand: onHand + picked,
          reserved,
          picked,
          stopped,
        }),
      );
      const told = wanted.map((d, i) => ({ ...d, isGone: (i + at) % 3 === 0 }));
      const { grants, changes } = decideReservations(told, stock);
      for (const [i, g] of grants.entries()) {
        expect(g).toMatchObject({ ...told[i] });
        if (g.isGone) expect(g.granted).toBe(g.qty);
      }
      for (const row of stock) {
        const change = changes.find((c) => c.storeId === row.storeId && c.skuId === row.skuId);
        const { reserve = 0, bag = 0, found = 0 } = change ?? {};
        expect(bag).toBe(
          taken(
            grants.filter((g) => g.isGone),
            row,
          ),
        );
        expect(reserve).toBe(
          taken(
            grants.filter((g) => !g.isGone),
            row,
          ),
        );
        // What leaves can be sold: the shelf never goes below nothing.
        expect(row.onHand + found - row.picked - bag).toBeGreaterThanOrEqual(0);
        expect(found).toBe(Math.max(0, bag - (row.onHand - row.picked)));
        expect(reserve).toBeLessThanOrEqual(Math.max(0, freeOf(row) - bag + found));
      }
    }),
  );
});

test("decideReservations: two lines of one order on the same goods, 3 wanted of 2, is short by exactly 1", () => {
  const { grants } = decideReservations(
    [
      { ...line, ...single, lineNo: 1, qty: 2 },
      { ...line, ...single, lineNo: 2, qty: 1 },
    ],
    [cell({ onHand: 2 })],
  );
  expect(grants.map((g) => g.granted)).toEqual([2, 0]);
});

test("decideReservations: a bundle and a single line of its base article count together", () => {
  const bundle = {
    draws: [
      { skuId: 7, per: 2 },
      { skuId: 8, per: 1 },
    ],
  };
  const stock = [cell({ onHand: 2 }), cell({ skuId: 8, onHand: 9 })];
  const wish = [
    { ...line, ...bundle, lineNo: 1, qty: 1 },
    { ...line, ...single, lineNo: 2, qty: 1 },
  ];
  const { grants, changes } = decideReservations(wish, stock);
  expect(grants.map((g) => g.granted)).toEqual([1, 0]);
  expect(changes).toEqual([
    { storeId: 1, skuId: 7, reserve: 2, bag: 0, found: 0 },
    { storeId: 1, skuId: 8, reserve: 1, bag: 0, found: 0 },
  ]);
  expect(decideReservations([...wish].reverse(), stock).grants.map((g) => g.granted)).toEqual([
    1, 0,
  ]);
});

test("decideReservations: what a checkout had promised is its order's alone, and the rest of it comes back", () => {
  const kept = new Map([[keptKey(2, 1, 7), 3]]);
  const { grants, changes } = decideReservations(
    [
      { ...line, ...single, lineNo: 1, qty: 5 },
      { ...line, ...single, orderId: 2, lineNo: 1, qty: 2 },
    ],
    [cell({ onHand: 4, reserved: 3 })],
    kept,
  );
  expect(grants.map((g) => g.granted)).toEqual([1, 2]);
  // One newly promised, one of the three kept not needed.
  expect(changes).toEqual([]);
});
