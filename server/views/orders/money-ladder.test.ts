import fc from "fast-check";
import { expect, test } from "vitest";
import { toMoneyLadder } from "./money-ladder";

const amounts = fc.record({
  itemsFen: fc.nat(1_000_000),
  merchantDiscountFen: fc.nat(100_000),
  platformDiscountFen: fc.nat(100_000),
  packageFen: fc.nat(10_000),
  deliveryFen: fc.nat(10_000),
  paidFen: fc.nat(1_000_000),
  refundedFen: fc.nat(1_000_000),
});

test("ladder: every total is the sum of the steps above it, even where the channel's amounts do not add up", () => {
  fc.assert(
    fc.property(amounts, (order) => {
      let sum = 0;
      for (const step of toMoneyLadder(order)) {
        if (step.isTotal) expect(step.fen).toBe(sum);
        else sum += step.fen;
      }
      const paid = toMoneyLadder(order).find((step) => step.key === "paid");
      expect(paid?.fen).toBe(order.paidFen);
    }),
  );
});

test("ladder: amounts that add up have no step for a difference", () => {
  const order = {
    itemsFen: 9_000,
    merchantDiscountFen: 500,
    platformDiscountFen: 300,
    packageFen: 100,
    deliveryFen: 340,
    paidFen: 8_640,
    refundedFen: 1_000,
  };
  const steps = toMoneyLadder(order);
  expect(steps.map((s) => s.key)).not.toContain("drift");
  expect(steps.at(-1)).toEqual({ key: "merchant", fen: 8_640 + 300 - 1_000, isTotal: true });
});
