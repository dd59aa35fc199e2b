import fc from "fast-check";
import { expect, test } from "vitest";
import { cellKey, decideReservations } from "./decide-reservations";

const demands = fc.array(
  fc.record({
    orderId: fc.integer({ min: 1, max: 50 }),
    lineNo: fc.integer({ min: 1, max: 5 }),
    storeId: fc.integer({ min: 1, max: 2 }),
    skuId: fc.integer({ min: 1, max: 3 }),
    qty: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 60 },
);
const cells = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 5 }),
  ),
  {
    minLength: 6,
    maxLength: 6,
  },
);

test("decideReservations: never more than can be promised, never less while anything is left", () => {
  fc.assert(
    fc.property(demands, cells, (wanted, rows) => {
      const stock = rows.map(([onHand, used, safety], i) => {
        const reserved = Math.min(onHand, used);
        return { storeId: 1 + (i % 2), skuId: 1 + (i % 3), onHand, reserved, safety };
      });
      const { grants, changes } = decideReservations(wanted, stock);
      for (const cell of stock) {
        const free = Math.max(0, cell.onHand - cell.reserved - cell.safety);
        const mine = grants.filter((g) => g.storeId === cell.storeId && g.skuId === cell.skuId);
        const given = mine.reduce((sum, g) => sum + g.granted, 0);
        expect(given).toBe(
          Math.min(
            free,
            mine.reduce((sum, g) => sum + g.qty, 0),
          ),
        );
        const change = changes.find(
          (c) => cellKey(c.storeId, c.skuId) === cellKey(cell.storeId, cell.skuId),
        );
        expect(change?.reserve ?? 0).toBe(given);
      }
    }),
  );
});

test("decideReservations: two lines of one order on the same goods, 3 wanted of 2, is short by exactly 1", () => {
  const line = { orderId: 1, storeId: 1, skuId: 7 };
  const { grants } = decideReservations(
    [
      { ...line, lineNo: 1, qty: 2 },
      { ...line, lineNo: 2, qty: 1 },
    ],
    [{ storeId: 1, skuId: 7, onHand: 2, reserved: 0, safety: 0 }],
  );
  expect(grants.map((g) => g.granted)).toEqual([2, 0]);
});
