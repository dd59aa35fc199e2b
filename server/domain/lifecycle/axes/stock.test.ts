import { expect, test } from "vitest";
import { isDoubted, type StockFacts, stockOf } from "./stock";

const line = { skuId: 401 as number | null, ordered: 2, unassigned: 0, cancelled: 0 };
const promised = { qty: 2, per: 1 };
const stock = (
  change: Partial<StockFacts>,
  ...lines: (Partial<StockFacts["lines"][number]> | undefined)[]
) =>
  stockOf({
    trade: "accepted",
    storeId: 7,
    holdingCodes: [],
    lines: lines.map((l) => ({ ...line, reservations: [], ...l })),
    ...change,
  });

test("stockOf: known goods that lie nowhere are missing; unknown ones wait for a mapping", () => {
  expect(stock({}, { unassigned: 1 })).toBe("short");
  expect(stock({}, { unassigned: 2, skuId: null })).toBe("unreserved");
  expect(stock({ storeId: null }, { unassigned: 2 })).toBe("unreserved");
});

test("stockOf: who asks for oddly much was given nothing yet and is missing nothing", () => {
  expect(stock({ holdingCodes: ["QUANTITY_ODD"] }, { unassigned: 2 })).toBe("unreserved");
  expect(isDoubted(["MONEY_DRIFT"])).toBe(false);
});

test("stockOf: promised, used up, given back", () => {
  expect(stock({}, { reservations: [{ ...promised, state: "confirmed" }] })).toBe("reserved");
  expect(stock({}, { reservations: [{ ...promised, state: "consumed" }] })).toBe("consumed");
  expect(stock({}, { cancelled: 2 })).toBe("released");
});

test("stockOf: an unpaid order is reserved when all of it is held, never short", () => {
  const held = (qty: number) => [{ ...promised, qty, state: "held" as const }];
  const unpaid = (...qty: number[]) =>
    stock(
      { trade: "pending_payment" },
      ...qty.map((n) => ({ unassigned: 2, reservations: n > 0 ? held(n) : [] })),
    );
  expect([unpaid(2), unpaid(2, 1), unpaid(2, 0), unpaid(0)]).toEqual([
    "reserved",
    "unreserved",
    "unreserved",
    "unreserved",
  ]);
});
