import fc from "fast-check";
import { expect, test } from "vitest";
import { asFen } from "@/server/domain/kernel/fen";
import { sampleModel } from "../../../../tests/samples/sample-model";
import type { OrderState } from "../model";
import { allParts, cappedParts, partsOf } from "./refund-parts";

type Line = { id: string; ordered: number; paidFen: number; refundedFen?: number };

function orderOf(lines: readonly Line[]): OrderState {
  const sample = lines.map(({ ordered, paidFen }) => ({ open: ordered, paidFen }));
  const order = sampleModel({
    orders: [{ parcels: [0], lines: sample }],
    parcels: [{}],
  }).orders.get(1)!;
  order.lines.forEach((line, i) => {
    line.externalLineId = lines[i]?.id ?? "";
    line.refundedFen = asFen(lines[i]?.refundedFen ?? 0);
  });
  return order;
}

/** One at the limited price, two at the usual one: one article, two lines. */
const TWINS = [
  { id: "K2#it1", ordered: 1, paidFen: 1 },
  { id: "K3", ordered: 1, paidFen: 350 },
  { id: "K2#it3", ordered: 2, paidFen: 980 },
];
const named = (externalLineId: string, qty: number, fen: number, article?: string) => ({
  externalLineId,
  qty,
  amountFen: asFen(fen),
  ...(article && { article }),
});

test("a line that is named is that line, and no other of its article", () => {
  const order = orderOf(TWINS);
  expect(partsOf(order, [named("K2#it3", 2, 980, "K2")])).toEqual([
    { lineNo: 3, qty: 2, amountFen: 980 },
  ]);
});

test("one that names only the article takes the line whose pieces cost what is given back", () => {
  const order = orderOf(TWINS);
  expect(partsOf(order, [named("K2", 1, 1, "K2")])).toEqual([{ lineNo: 1, qty: 1, amountFen: 1 }]);
  expect(partsOf(order, [named("K2", 1, 490, "K2")])).toEqual([
    { lineNo: 3, qty: 1, amountFen: 490 },
  ]);
  // All three at once: first those that cost so much, the rest where the rest is.
  expect(partsOf(order, [named("K2", 3, 981, "K2")])).toEqual([
    { lineNo: 1, qty: 1, amountFen: 1 },
    { lineNo: 3, qty: 2, amountFen: 980 },
  ]);
});

test("without an amount the pieces take their share of what was paid; what names no line is left out", () => {
  const order = orderOf(TWINS);
  expect(partsOf(order, [named("K3", 1, 0), named("K9", 1, 100, "K9")])).toEqual([
    { lineNo: 2, qty: 1, amountFen: 350 },
  ]);
});

test("never more of a line than was paid for it and is left, never more together than the refund", () => {
  const lines = fc.array(
    fc.record({
      id: fc.constantFrom("K1", "K2#a", "K2#b", "K2#c"),
      ordered: fc.integer({ min: 1, max: 5 }),
      paidFen: fc.nat(2_000),
      share: fc.nat(100),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const told = fc.array(
    fc.tuple(fc.constantFrom("K1", "K2", "K2#a", "K2#b", "K9"), fc.nat(6), fc.nat(3_000)),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(lines, told, fc.nat(5_000), (given, tellings, cap) => {
      const order = orderOf(
        given.map((l) => ({ ...l, refundedFen: Math.floor((l.paidFen * l.share) / 100) })),
      );
      const one = tellings.map(([id, qty, fen]) => named(id, qty, fen, id.split("#")[0]));
      for (const parts of [partsOf(order, one), allParts(order)]) {
        const capped = cappedParts(parts, cap);
        expect(new Set(parts.map((p) => p.lineNo)).size).toBe(parts.length);
        for (const part of [...parts, ...capped]) {
          const line = order.lines.find((l) => l.lineNo === part.lineNo)!;
          expect(part.amountFen).toBeGreaterThanOrEqual(0);
          expect(part.amountFen).toBeLessThanOrEqual(line.paidFen - line.refundedFen);
        }
        expect(capped.reduce((sum, p) => sum + p.amountFen, 0)).toBeLessThanOrEqual(cap);
      }
    }),
  );
});
