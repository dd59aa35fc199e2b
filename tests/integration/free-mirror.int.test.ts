import { afterAll, beforeAll, expect, test } from "vitest";
import {
  balanceText,
  freeIfSoldText,
  freeText,
  missingText,
  sharedText,
  unquestionedText,
} from "@/db/queries/stock/free";
import {
  balanceOf,
  freeIfSold,
  freeOf,
  missingOf,
  type StockCell,
  sharedOf,
} from "@/server/domain/inventory";
import { freshDatabase, type TestDatabase } from "./database";

type Row = StockCell & {
  balance: number;
  ifSold: number;
  free: number;
  shared: number;
  unquestioned: number;
  missing: number;
  missingAfter: number;
  ifSoldAfter: number;
};

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** Every way a shelf can stand to itself: nothing and something of each, more promised than there is and less. */
const SHELVES = `
  select on_hand, reserved, picked, safety, frozen, quarantine, dedicated, stopped
  from unnest(array[0, 4, 9, 40]) on_hand, unnest(array[0, 3, 7]) reserved, unnest(array[0, 2]) picked,
    unnest(array[0, 5]) safety, unnest(array[0, 1, 6]) frozen, unnest(array[0, 4]) quarantine,
    unnest(array[0, 2, 8]) dedicated, unnest(array[false, true]) stopped`;
const AFTER = {
  onHand: "s.on_hand + 3",
  reserved: "s.reserved - 1",
  safety: "coalesce(2, s.safety)",
};

test("free: the database says the same of a shelf as the rule, in every variant, now and after a change", async () => {
  const rows = await database.db.unsafe<Row[]>(`
    select on_hand as "onHand", reserved, picked, safety, frozen, quarantine, dedicated, stopped,
      ${balanceText()} as balance, ${freeIfSoldText()} as "ifSold", ${freeText()} as free, ${sharedText()} as shared,
      ${unquestionedText()} as unquestioned, ${missingText()} as missing, ${missingText(AFTER)} as "missingAfter", ${freeIfSoldText(AFTER)} as "ifSoldAfter"
    from (${SHELVES}) s`);
  expect(rows.length).toBe(4 * 3 * 2 * 2 * 3 * 2 * 3 * 2);
  const wrong = rows.filter((row) => {
    const after = { ...row, onHand: row.onHand + 3, reserved: row.reserved - 1, safety: 2 };
    return (
      row.balance !== balanceOf(row) ||
      row.ifSold !== freeIfSold(row) ||
      row.free !== freeOf(row) ||
      row.shared !== sharedOf(row) ||
      Math.max(0, row.unquestioned) !== (row.dedicated > 0 ? 0 : freeOf(row)) ||
      row.missing !== missingOf(row) ||
      row.missingAfter !== missingOf(after) ||
      row.ifSoldAfter !== freeIfSold(after)
    );
  });
  expect(wrong.slice(0, 3)).toEqual([]);
  // The shelves differ enough for a wrong variant to show.
  for (const name of ["balance", "ifSold", "free", "shared", "missing"] as const)
    expect(new Set(rows.map((row) => row[name])).size).toBeGreaterThan(5);
});
