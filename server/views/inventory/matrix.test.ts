import { expect, test } from "vitest";
import type { ShelfRow } from "@/db/queries/lists/inventory";
import { MARKS, toMatrixPage, toTotals } from "./matrix";

const row = (id: number, over: Partial<ShelfRow> = {}): ShelfRow => ({
  ...{ id, code: `K${id}`, barcode: "", name: "x", category: "c", zone: "ambient" },
  ...{ unit: "piece", portion: 1, stores: [1, 2], onHand: [10, 3], reserved: [2, 0] },
  ...{ picked: [1, 0], safety: [2, 5], frozen: [0, 0], quarantine: [1, 0], inTransit: [0, 4] },
  ...{ debt: [0, 0], stopped: [false, true], differs: [true, false], ...over },
});

test("what may be sold is worked out per store, with its marks", () => {
  const { rows, next } = toMatrixPage([row(1)], 100);
  expect(rows[0]!.cells).toEqual([
    [1, 4, 10, 2, 1, 2, 0, 1, 0, 0, MARKS.differs],
    [2, 0, 3, 0, 0, 5, 0, 0, 4, 0, MARKS.stopped + MARKS.low],
  ]);
  expect(next).toBeNull();
});

test("a page more than full leads to the next by the last code kept", () => {
  expect(toMatrixPage([row(1), row(2), row(3)], 2).next).toBe("K2");
});

test("the sum over stores is the sum of the stores", () => {
  const one = { cells: 2, pieces: 5, out: 1, stopped: 0, debt: 1 };
  const { all } = toTotals([
    { storeId: 1, ...one },
    { storeId: 2, ...one },
  ]);
  expect(all).toEqual({ cells: 4, pieces: 10, out: 2, stopped: 0, debt: 2 });
});
